package io.reveille.notify;

import static io.reveille.testing.Await.await;
import static io.reveille.testing.ScriptedHook.saying;
import static io.reveille.testing.ScriptedHook.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.config.Secret;
import io.reveille.core.Timers;
import io.reveille.notify.Target.Answer;
import io.reveille.notify.Target.Result;
import io.reveille.testing.Await;
import io.reveille.testing.FreePort;
import io.reveille.testing.ManualTimers;
import io.reveille.testing.ScriptedHook;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.WebClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CourierTest {
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final String PATH = "/hooks/s3cr3t-hook-key";

  private final Vertx vertx = Vertx.vertx();
  private final ScriptedHook hook = new ScriptedHook(vertx);
  private final WebClient client = WebClient.create(vertx, NotifierVerticle.options());
  private final ManualTimers timers = new ManualTimers();

  @AfterEach
  void close() {
    await(vertx.close());
  }

  @ParameterizedTest
  @CsvSource({
    "200, TAKEN",
    "202, TAKEN",
    "204, TAKEN",
    "302, NOT_NOW",
    "401, NOT_NOW",
    "403, NOT_NOW",
    "404, NOT_NOW",
    "408, NOT_NOW",
    "429, NOT_NOW",
    "500, NOT_NOW",
    "503, NOT_NOW",
    "400, NOT_THIS",
    "413, NOT_THIS",
    "422, NOT_THIS",
    "410, GONE"
  })
  void eachStatusHasItsMeaning(int status, Result result) {
    hook.answer = status(status);

    Answer answer = bring();

    assertThat(answer.result()).isEqualTo(result);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.words()).isEqualTo("HTTP " + status);
  }

  @Test
  void aRedirectIsNotFollowedForItCouldLeadASecretElsewhere() {
    hook.answer = status(307, "Location", hook.url("/elsewhere"));

    bring();

    assertThat(hook.taken).extracting(ScriptedHook.Taken::path).containsExactly(PATH);
  }

  @Test
  void theTimeThatTheOtherSideAsksForIsHeard() {
    hook.answer = status(429, "Retry-After", "120");
    assertThat(bring().retryAfter()).contains(Duration.ofMinutes(2));

    hook.answer = status(503, "Retry-After", "Sun, 22 Nov 2026 10:00:30 GMT");
    assertThat(bring().retryAfter()).contains(Duration.ofSeconds(30));

    hook.answer = status(429);
    assertThat(bring().retryAfter()).isEmpty();
  }

  @Test
  void whatComesBackIsToldWithoutTheSecretsOfTheTarget() {
    hook.answer = saying(403, "no hook s3cr3t-hook-key for token hunter22\n<b>@here</b>");

    assertThat(bring().words()).isEqualTo("HTTP 403: no hook *** for token *** | <b>@here</b>");
  }

  @Test
  void ofALongAnswerTheBeginningIsTold() {
    hook.answer = saying(500, "x".repeat(1_000_000));

    assertThat(bring().words()).hasSizeLessThanOrEqualTo(200).startsWith("HTTP 500: xxx");
  }

  @Test
  void anAnswerThatDoesNotComeIsNotWaitedForLongerThanTheLimit() {
    hook.answer = request -> {};
    Future<Answer> answer = send(hook.url(PATH));
    Await.until(() -> !hook.taken.isEmpty(), Duration.ofSeconds(30));
    assertThat(answer.isComplete()).isFalse();

    timers.advance(LIMIT);

    assertThat(answer.result().result()).isEqualTo(Result.NOT_NOW);
    assertThat(answer.result().words()).isEqualTo("no answer within 60000 ms");
  }

  @Test
  void anAnswerThatNeverEndsIsNotWaitedForEither() {
    hook.answer = request -> {
      request.response().setChunked(true);
      request.response().write("slowly…");
    };
    Future<Answer> answer = send(hook.url(PATH));
    Await.until(() -> !hook.taken.isEmpty(), Duration.ofSeconds(30));

    timers.advance(LIMIT);

    assertThat(answer.result().result()).isEqualTo(Result.NOT_NOW);
  }

  @Test
  void aConnectionThatIsCutAfterTheRequestIsNoAnswer() {
    hook.answer = request -> request.connection().close();

    Answer answer = bring();

    assertThat(answer.result()).isEqualTo(Result.NOT_NOW);
    assertThat(answer.status()).isZero();
    assertThat(answer.words()).startsWith("no answer").doesNotContain("s3cr3t");
  }

  @Test
  void whoIsNotThereIsToldWithoutTheAddress() {
    String nobody = "http://127.0.0.1:" + FreePort.next() + PATH;

    Answer answer = await(send(nobody), Duration.ofSeconds(30));

    assertThat(answer.result()).isEqualTo(Result.NOT_NOW);
    assertThat(answer.words()).isEqualTo("no connection");
  }

  @Test
  void aDateInThePastOrNonsenseIsNoTimeToWait() {
    Instant now = timers.wall();
    assertThat(RetryAfter.of("Sun, 22 Nov 2026 09:00:00 GMT", now)).isEmpty();
    assertThat(RetryAfter.of("soon", now)).isEmpty();
    assertThat(RetryAfter.of("0", now)).isEmpty();
    assertThat(RetryAfter.of("-5", now)).isEmpty();
    assertThat(RetryAfter.of(null, now)).isEmpty();
    assertThat(RetryAfter.of("999999999", now)).contains(Duration.ofDays(1));
  }

  private Answer bring() {
    return await(send(hook.url(PATH)), Duration.ofSeconds(30));
  }

  private Future<Answer> send(String url) {
    Timers clock = timers;
    Redaction redaction = Redaction.of(new Secret(url), new Secret("hunter22"));
    return new Courier(client, clock, LIMIT)
        .bring(new Parcel(url, Map.of("X-Test", "1"), Buffer.buffer("{}")), redaction);
  }
}
