package io.reveille.cli;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Speaks to a running Reveille, and says in words what went wrong. */
final class AdminClient {
  private static final Logger LOG = LoggerFactory.getLogger(AdminClient.class);
  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration ANSWER = Duration.ofSeconds(10);

  private final URI url;
  private final String token;
  private final HttpClient http = HttpClient.newBuilder()
      .version(HttpClient.Version.HTTP_1_1)
      .connectTimeout(CONNECT)
      .build();

  AdminClient(URI url, String token) {
    this.url = url;
    this.token = token;
  }

  /** An answer below 500 or one that says why not. */
  record Reply(int status, JsonObject body) {
    boolean isGood() {
      return status < 400;
    }

    /** The problem in one line. */
    String why() {
      return body.getString("title", "status " + status) + ". " + body.getString("detail", "");
    }
  }

  JsonObject get(String path) {
    return good(ask(path)).body();
  }

  /** An answer that may also be a problem. */
  Reply ask(String path) {
    return await(request(path).timeout(ANSWER).GET().build(), Duration.ZERO, () -> {});
  }

  /** All pages of a list. */
  JsonArray all(String path) {
    JsonArray items = new JsonArray();
    Optional<String> next = Optional.of("");
    while (next.isPresent()) {
      String cursor = next.get().isEmpty() ? "" : "&cursor=" + escape(next.get());
      JsonObject page = get(path + (path.contains("?") ? "&" : "?") + "limit=1000" + cursor);
      items.addAll(page.getJsonArray("items"));
      next = Optional.ofNullable(page.getString("next"));
    }
    return items;
  }

  /** Waits for the end of the action for {@code patience}; {@code eachSecond} runs meanwhile. */
  Reply post(String path, Duration patience, Runnable eachSecond) {
    HttpRequest.Builder request =
        request(path).timeout(ANSWER.plus(patience)).POST(HttpRequest.BodyPublishers.noBody());
    if (!patience.isZero()) {
      request.header("Prefer", "wait=" + Math.max(1, patience.toSeconds()));
    }
    return await(request.build(), patience, eachSecond);
  }

  /** The lines of the event stream; ends when Reveille does. */
  Stream<String> events(Optional<String> lastEventId) {
    HttpRequest.Builder request =
        request("/api/v1/events").setHeader("Accept", "text/event-stream");
    lastEventId.ifPresent(id -> request.header("Last-Event-ID", id));
    try {
      HttpResponse<Stream<String>> response = http.send(request.build(), BodyHandlers.ofLines());
      if (response.statusCode() != 200) {
        List<String> lines = new ArrayList<>(response.body().toList());
        throw refused(new Reply(response.statusCode(), json(String.join("\n", lines))));
      }
      return response.body();
    } catch (IOException fault) {
      throw notReachable(fault);
    } catch (InterruptedException stopped) {
      throw interrupted();
    }
  }

  static Reply good(Reply reply) {
    if (!reply.isGood()) {
      throw refused(reply);
    }
    return reply;
  }

  static String escape(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url.resolve(path)).header("Accept", "application/json");
    return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
  }

  private Reply await(HttpRequest request, Duration patience, Runnable eachSecond) {
    var answer = http.sendAsync(request, BodyHandlers.ofString());
    long seconds = patience.plus(ANSWER).toSeconds();
    try {
      for (long second = 0; second < seconds; second++) {
        try {
          HttpResponse<String> response = answer.get(1, TimeUnit.SECONDS);
          return new Reply(response.statusCode(), json(response.body()));
        } catch (TimeoutException notYet) {
          eachSecond.run();
        }
      }
      throw new Failure(ExitCode.NOT_REACHABLE, "Reveille at " + url + " does not answer in time");
    } catch (ExecutionException fault) {
      throw notReachable(fault);
    } catch (InterruptedException stopped) {
      throw interrupted();
    }
  }

  private JsonObject json(String body) {
    try {
      return new JsonObject(body);
    } catch (DecodeException strange) {
      throw new Failure(
          ExitCode.FAILED, "What answers at " + url + " is not Reveille's admin API: check --url");
    }
  }

  private static Failure refused(Reply reply) {
    String hint = reply.status() == 401 ? " Give it by --token or $REVEILLE_ADMIN_TOKEN." : "";
    return new Failure(ExitCode.FAILED, reply.why() + hint);
  }

  private Failure notReachable(Throwable fault) {
    LOG.debug("No answer from {}", url, fault);
    return new Failure(
        ExitCode.NOT_REACHABLE,
        "Reveille does not answer at " + url + ": is `reveille serve` running?");
  }

  private static Failure interrupted() {
    Thread.currentThread().interrupt();
    return new Failure(ExitCode.FAILED, "Interrupted");
  }
}
