package io.reveille.runtime;

import static io.reveille.core.Operation.START;
import static io.reveille.core.Operation.STOP;
import static io.reveille.runtime.ProcessFixture.perform;
import static io.reveille.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.core.AgentSettings.Command;
import io.reveille.core.Exit;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The toy agent as what it is in the demo: a process of its own. */
class ToyAgentProcessTest {
  private static final Duration JVM_START = Duration.ofSeconds(20);
  private static final String LISTENS = "toy listens on port ";

  @TempDir
  Path folder;

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client = vertx.createHttpClient();
  private ProcessFixture fixture;

  @BeforeEach
  void begin() {
    fixture = new ProcessFixture(folder);
  }

  @AfterEach
  void end() {
    fixture.close();
    await(vertx.close());
  }

  @Test
  void itExitsWithTheCodeItIsToldAfterItHasAnswered() throws Exception {
    ProcessRuntime runtime = started(Duration.ofSeconds(4), Map.of());

    HttpClientResponse answer = post("/exit?code=3");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(exitSeen(runtime).code()).isEqualTo(3);
    assertThat(exitSeen(runtime).announced()).isFalse();
  }

  @Test
  void itExitsOnTermWithTheCodeItIsSetTo() {
    ProcessRuntime runtime = started(Duration.ofSeconds(4), Map.of("EXIT_ON_TERM", "4"));

    assertThat(perform(runtime, STOP).sighting().exit().orElseThrow().code()).isEqualTo(4);
  }

  @Test
  void itServesOnAfterTermIfItIsSetTo() {
    ProcessRuntime runtime = started(Duration.ofMillis(500), Map.of("EXIT_ON_TERM", "never"));

    assertThat(perform(runtime, STOP).sighting().exit().orElseThrow().code()).isEqualTo(137);
  }

  private ProcessRuntime started(Duration stopTimeout, Map<String, String> environment) {
    Map<String, String> all = new HashMap<>(environment);
    all.put("PORT", "0");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    fixture.configure(
        ProcessFixture.LAL,
        stopTimeout,
        new Command(
            List.of(
                java,
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "io.reveille.demo.ToyAgent"),
            Optional.empty(),
            all));
    ProcessRuntime runtime = fixture.runtime();
    assertThat(perform(runtime, START).problem()).isEmpty();
    await(fixture.until(() -> fixture.output().contains(LISTENS)), JVM_START);
    return runtime;
  }

  private HttpClientResponse post(String uri) throws Exception {
    String output = fixture.output();
    String port = output.substring(output.indexOf(LISTENS) + LISTENS.length()).strip();
    return await(client
        .request(HttpMethod.POST, Integer.parseInt(port), "127.0.0.1", uri)
        .compose(request -> request.send()));
  }

  private Exit exitSeen(ProcessRuntime runtime) {
    await(fixture.until(() -> !fixture.seen.isEmpty()));
    return await(runtime.inspect(ProcessFixture.LAL)).exit().orElseThrow();
  }
}
