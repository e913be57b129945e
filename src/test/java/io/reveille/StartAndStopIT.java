package io.reveille;

import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.testing.Await;
import io.reveille.testing.Eventually;
import io.reveille.testing.ReveilleProcess;
import io.reveille.testing.ToyCommand;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the process begins and ends, with a good configuration and with bad ones. */
class StartAndStopIT {
  private static final JsonObject PROCESSES = new JsonObject().put("runtime", "process");

  @TempDir
  Path folder;

  @Test
  void aMissingConfigurationFileIsOneLineAndExitCodeTwo() throws Exception {
    try (ReveilleProcess reveille = new ReveilleProcess(folder, PROCESSES)) {
      java.nio.file.Files.delete(folder.resolve("reveille.json"));

      assertThat(reveille.launch().ended()).isEqualTo(2);

      assertThat(reveille.stderr()).contains("there is no such file").hasLineCount(2);
    }
  }

  @Test
  void brokenJsonIsToldWithItsPlaceAndExitCodeTwo() {
    try (ReveilleProcess reveille = new ReveilleProcess(folder, PROCESSES)) {
      reveille.write("{ \"version\": 1,\n  \"server\": {");

      assertThat(reveille.launch().ended()).isEqualTo(2);

      assertThat(reveille.stderr())
          .contains("line 2, column")
          .doesNotContain("REDACTED", "Exception")
          .hasLineCount(2);
    }
  }

  @Test
  void everyWrongKeyIsInOneReport() {
    try (ReveilleProcess reveille = new ReveilleProcess(folder, PROCESSES)) {
      reveille.write(
          "{\"version\":1,\"server\":{\"prt\":3},\"docker\":{\"agentIdleTimeout\":1800000}}");

      assertThat(reveille.launch().ended()).isEqualTo(2);

      assertThat(reveille.stderr())
          .contains("2 problems", "/server/prt", "server.port", "/docker/agentIdleTimeout");
    }
  }

  @Test
  void aPortInUseIsNamedAndExitCodeOne() throws Exception {
    try (ReveilleProcess reveille = new ReveilleProcess(folder, PROCESSES);
        ServerSocket taken =
            new ServerSocket(reveille.port(), 1, InetAddress.getLoopbackAddress())) {
      assertThat(reveille.launch().ended()).isEqualTo(1);

      assertThat(reveille.stderr())
          .contains("ERROR", String.valueOf(taken.getLocalPort()))
          .doesNotContain("\tat ");
    }
  }

  @Test
  void anAdminPortInUseIsNamedAndExitCodeOne() throws Exception {
    try (ReveilleProcess reveille = new ReveilleProcess(folder, PROCESSES);
        ServerSocket taken =
            new ServerSocket(reveille.adminPort(), 1, InetAddress.getLoopbackAddress())) {
      assertThat(reveille.launch().ended()).isEqualTo(1);

      assertThat(reveille.stderr())
          .contains("ERROR", String.valueOf(taken.getLocalPort()))
          .doesNotContain("\tat ");
    }
  }

  @Test
  void sigtermLetsARequestFinishRefusesNewOnesAndEndsWithZero() {
    JsonObject config =
        PROCESSES.copy().put("agents", new JsonObject().put("toy", ToyCommand.agent("toy")));
    try (ReveilleProcess reveille = new ReveilleProcess(folder, config).start()) {
      reveille.get("toy", "/warm");
      CompletableFuture<HttpResponse<String>> slow =
          CompletableFuture.supplyAsync(() -> reveille.get("toy", "/slow?for=3s"));
      Eventually.holds(
          "the slow request is under way",
          Duration.ofSeconds(10),
          () -> reveille.agent("toy").orElseThrow().getInteger("inFlight") == 1);

      reveille.beginTermination();
      Eventually.holds(
          "stopping is said", Duration.ofSeconds(5), () -> reveille.stderr().contains("Stopping"));
      // it is said a moment before it is so
      Eventually.holds(
          "new requests are refused",
          Duration.ofSeconds(5),
          () -> reveille.get("toy", "/early").statusCode() == 503);
      HttpResponse<String> late = reveille.get("toy", "/late");
      long asked = System.nanoTime();

      assertThat(late.statusCode()).isEqualTo(503);
      assertThat(late.body()).contains("urn:reveille:problem:draining");
      assertThat(Await.await(Future.fromCompletionStage(slow), Duration.ofSeconds(20))
              .statusCode())
          .isEqualTo(200);
      assertThat(reveille.ended()).isZero();
      assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(15));
      assertThat(reveille.stderr()).doesNotContain("Exception", "WARN");
    }
  }

  @Test
  void copiesOfFilesOfTheJarAreGoneOnceItHasStartedSoThatAKillLeavesNone() {
    try (ReveilleProcess reveille = new ReveilleProcess(folder, PROCESSES).start()) {
      Eventually.holds(
          "the copies are gone", Duration.ofSeconds(10), () -> copies(reveille).isEmpty());
    }
  }

  private static List<Path> copies(ReveilleProcess reveille) throws IOException {
    try (Stream<Path> files = Files.list(reveille.temporary())) {
      return files.filter(file -> file.toString().endsWith(".resource")).toList();
    }
  }
}
