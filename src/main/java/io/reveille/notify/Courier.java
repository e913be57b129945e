package io.reveille.notify;

import io.reveille.core.Timers;
import io.reveille.notify.Target.Answer;
import io.reveille.notify.Target.Result;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.codec.BodyCodec;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/**
 * Brings a parcel where it belongs and says in words what came back. A call takes no longer than {@code limit},
 * whatever the other side does.
 */
record Courier(WebClient client, Timers timers, Duration limit) {
  private static final int WORDS = 200;

  Future<Answer> bring(Parcel parcel, Redaction redaction) {
    FirstWords words = new FirstWords();
    HttpRequest<Void> request =
        client.postAbs(parcel.url()).timeout(limit.toMillis()).as(BodyCodec.pipe(words));
    parcel.headers().forEach(request::putHeader);
    Promise<Answer> answered = Promise.promise();
    Timers.Timer late = timers.after(limit, () -> {
      answered.tryComplete(nothing("no answer within " + limit.toMillis() + " ms"));
      words.close();
    });
    request
        .sendBuffer(parcel.body())
        .map(response -> answer(response, words, redaction))
        .otherwise(fault -> nothing(redaction.of(said(fault))))
        .onSuccess(answered::tryComplete)
        .onFailure(answered::tryFail)
        .onComplete(done -> late.cancel());
    return answered.future();
  }

  private static Answer nothing(String words) {
    return new Answer(Result.NOT_NOW, 0, words, Optional.empty());
  }

  private Answer answer(HttpResponse<Void> response, FirstWords words, Redaction redaction) {
    int status = response.statusCode();
    String body = redaction.of(PlainText.inOneLine(words.text()));
    String said = "HTTP " + status + (body.isEmpty() ? "" : ": " + body);
    return new Answer(
        result(status),
        status,
        PlainText.shortened(said, WORDS),
        RetryAfter.of(response.getHeader("Retry-After"), timers.wall()));
  }

  private static Result result(int status) {
    if (status >= 200 && status < 300) {
      return Result.TAKEN;
    }
    return switch (status) {
      case 400, 413, 414, 415, 422 -> Result.NOT_THIS;
      case 410 -> Result.GONE;
      default -> Result.NOT_NOW;
    };
  }

  /** The address is a secret, so the words of the fault are not repeated. */
  private static String said(Throwable fault) {
    if (fault instanceof UnknownHostException) {
      return "the host is not known";
    }
    if (fault instanceof ConnectException) {
      return "no connection";
    }
    if (fault instanceof SSLException) {
      return "no secure connection: the certificate or the protocol does not fit";
    }
    if (fault instanceof TimeoutException) {
      return "no answer in time";
    }
    return "no answer: " + fault.getClass().getSimpleName();
  }
}
