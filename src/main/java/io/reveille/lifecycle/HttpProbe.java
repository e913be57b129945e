package io.reveille.lifecycle;

import io.reveille.core.AgentRuntime;
import io.reveille.core.AgentSettings.Ready;
import io.reveille.core.Endpoint;
import io.reveille.core.Sighting;
import io.reveille.core.Sighting.Health;
import io.reveille.core.Sighting.Status;
import io.reveille.core.Timers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Asks by HTTP, on a connection of its own each time. A bare connect would prove nothing: Docker's userland proxy
 * accepts on a published port before anybody listens behind it. A just started agent that hangs up is simply not
 * ready yet.
 */
final class HttpProbe implements AgentProbe {
  /** A small agent listens some milliseconds behind its start: the first tries come a little closer than asked for. */
  private static final Duration FIRST = Duration.ofMillis(2);

  private static final Duration FAST = Duration.ofMillis(10);
  private static final Duration SLOW = Duration.ofMillis(100);
  private static final Duration FAST_FOR = Duration.ofSeconds(1);
  private static final Duration PER_TRY = Duration.ofSeconds(1);
  private static final int GROWTH = 2;
  private static final int SERVER_ERROR = 500;
  private static final int OK = 200;
  private static final int CLIENT_ERROR = 400;

  private final WebClient client;
  private final WebClient http2Client;
  private final AgentRuntime runtime;
  private final Timers timers;

  HttpProbe(Vertx vertx, AgentRuntime runtime, Timers timers) {
    this.client = WebClient.create(vertx, options().setKeepAlive(false));
    this.http2Client = WebClient.create(
        vertx,
        new WebClientOptions(options()
            .setProtocolVersion(HttpVersion.HTTP_2)
            .setHttp2ClearTextUpgrade(false)
            .setHttp2KeepAliveTimeout(1)));
    this.runtime = runtime;
    this.timers = timers;
  }

  private static WebClientOptions options() {
    return new WebClientOptions()
        .setFollowRedirects(false)
        .setUserAgent("Reveille-Probe")
        .setConnectTimeout((int) PER_TRY.toMillis())
        // an agent's certificate names the agent, not the address it is reached by
        .setTrustAll(true)
        .setVerifyHost(false);
  }

  @Override
  public Future<Void> ready(Sighting agent, BooleanSupplier wanted) {
    boolean byHealth = agent.settings().ready().health() && agent.health() != Health.NONE;
    if (!byHealth && agent.endpoint().isEmpty() && agent.status() == Status.RUNNING) {
      return Future.failedFuture("nothing says on which port it answers: set its port");
    }
    Probing probing = new Probing(
        byHealth ? () -> isHealthy(agent) : () -> answers(agent),
        wanted,
        agent.settings().ready().timeout());
    probing.again();
    return probing.result.future();
  }

  /** One wait for readiness: tries until one succeeds, time is up, or nobody wants to know any more. */
  private final class Probing {
    private final Supplier<Future<Boolean>> question;
    private final BooleanSupplier wanted;
    private final Duration timeout;
    private final long begun = timers.nanos();
    private final Promise<Void> result = Promise.promise();
    private Duration pause = FIRST;

    Probing(Supplier<Future<Boolean>> question, BooleanSupplier wanted, Duration timeout) {
      this.question = question;
      this.wanted = wanted;
      this.timeout = timeout;
    }

    void again() {
      question.get().otherwise(false).onSuccess(this::answered);
    }

    private void answered(boolean yes) {
      Duration waited = Duration.ofNanos(timers.nanos() - begun);
      if (yes) {
        result.complete();
      } else if (!wanted.getAsBoolean()) {
        result.fail("nobody waits for it any more");
      } else if (!timeout.isZero() && waited.compareTo(timeout) >= 0) {
        result.fail("not ready after " + seconds(timeout) + " s");
      } else {
        timers.after(pause, this::again);
        pause = longer(waited.compareTo(FAST_FOR) > 0 ? SLOW : FAST);
      }
    }

    private Duration longer(Duration longest) {
      Duration longer = pause.multipliedBy(GROWTH);
      return longer.compareTo(longest) < 0 ? longer : longest;
    }
  }

  private static String seconds(Duration time) {
    return BigDecimal.valueOf(time.toMillis(), 3).stripTrailingZeros().toPlainString();
  }

  private Future<Boolean> isHealthy(Sighting agent) {
    return runtime.inspect(agent.id()).map(now -> now.health() == Health.HEALTHY);
  }

  private Future<Boolean> answers(Sighting agent) {
    Ready ready = agent.settings().ready();
    return endpoint(agent)
        .compose(endpoint -> get(agent, endpoint, ready.path().orElse("/"))
            .send()
            .map(answer -> isGood(ready, answer.statusCode())));
  }

  /** While the runtime itself restarts the agent, its address is not known yet. */
  private Future<Endpoint> endpoint(Sighting agent) {
    Optional<Endpoint> known = agent.endpoint();
    return known
        .map(Future::succeededFuture)
        .orElseGet(() -> runtime.inspect(agent.id()).map(now -> now.endpoint().orElseThrow()));
  }

  private static boolean isGood(Ready ready, int status) {
    if (ready.path().isEmpty()) {
      return status < SERVER_ERROR;
    }
    return ready.status().isEmpty()
        ? status >= OK && status < CLIENT_ERROR
        : ready.status().contains(status);
  }

  @Override
  public Future<Boolean> busy(Sighting agent) {
    Optional<String> path = agent.settings().busy().path();
    if (path.isEmpty() || agent.endpoint().isEmpty()) {
      return Future.succeededFuture(false);
    }
    return get(agent, agent.endpoint().get(), path.get()).send().map(answer -> {
      JsonObject body = answer.statusCode() == OK ? answer.bodyAsJsonObject() : new JsonObject();
      return Boolean.TRUE.equals(body.getValue("busy"));
    });
  }

  private HttpRequest<io.vertx.core.buffer.Buffer> get(
      Sighting agent, Endpoint endpoint, String path) {
    return (agent.settings().address().http2() ? http2Client : client)
        .get(endpoint.port(), endpoint.host(), path)
        .ssl(endpoint.tls())
        .timeout(PER_TRY.toMillis());
  }
}
