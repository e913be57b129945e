package io.reveille.runtime;

import static io.reveille.testing.Await.await;
import static io.reveille.testing.Await.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.github.dockerjava.api.model.RestartPolicy;
import io.reveille.VertxTimers;
import io.reveille.config.GatewayConfig;
import io.reveille.core.AgentRuntime.Outcome;
import io.reveille.core.BotId;
import io.reveille.core.LogLine;
import io.reveille.core.Operation;
import io.reveille.core.Sighting;
import io.reveille.core.Sighting.Status;
import io.reveille.testing.DockerLab;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DockerRuntimeIT {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final Map<BotId, Optional<String>> configured = new LinkedHashMap<>();
  private final RecordingListener listener = new RecordingListener();
  private final BotId lal = new BotId("lal-" + UUID.randomUUID().toString().substring(0, 8));
  private DockerLab lab;
  private Vertx vertx;
  private DockerRuntime runtime;

  @BeforeEach
  void open() {
    lab = DockerLab.engine();
    vertx = Vertx.vertx();
    GatewayConfig config = RuntimeConfig.of(lab.host(), configured);
    runtime = new DockerRuntime(vertx, () -> config, new VertxTimers(vertx));
  }

  @AfterEach
  void close() throws IOException {
    if (vertx != null) {
      await(runtime.close());
      await(vertx.close());
      lab.close();
    }
  }

  @Test
  void labelledContainerIsListedWithTheAddressWhereItAnswers() throws Exception {
    String id = agent().start();

    Sighting seen = listed(lal);

    assertThat(seen.status()).isEqualTo(Status.RUNNING);
    assertThat(seen.generation().instance()).isEqualTo(id);
    assertThat(seen.generation().everRan()).isTrue();
    assertThat(get(seen)).isEqualTo(200);
  }

  @Test
  void containerThatNeverRanIsCreatedAndHasNoAddress() {
    agent().create();

    Sighting seen = listed(lal);

    assertThat(seen.status()).isEqualTo(Status.CREATED);
    assertThat(seen.generation().everRan()).isFalse();
    assertThat(seen.endpoint()).isEmpty();
    assertThat(seen.exit()).isEmpty();
  }

  @Test
  void containerWithoutLabelOrEntryIsNotAnAgent() {
    String id = lab.container("stranger").publish(8080).start();

    assertThat(await(runtime.list()))
        .noneMatch(sighting -> sighting.generation().instance().equals(id));
  }

  @Test
  void configuredAgentNeedsNoLabelAndIsMissingWithoutItsContainer() {
    DockerLab.Plan plan = lab.container("plain").publish(8080);
    configured.put(lal, Optional.of(plan.name()));
    assertThat(listed(lal).status()).isEqualTo(Status.MISSING);

    plan.start();

    assertThat(listed(lal).status()).isEqualTo(Status.RUNNING);
  }

  @Test
  void agentGoesThroughPauseUnpauseStopAndStart() throws Exception {
    agent().start();
    Sighting first = listed(lal);

    Sighting paused = performed(Operation.PAUSE, first);
    assertThat(paused.status()).isEqualTo(Status.PAUSED);
    assertThat(paused.generation()).isEqualTo(first.generation());

    Sighting unpaused = performed(Operation.UNPAUSE, paused);
    assertThat(unpaused.status()).isEqualTo(Status.RUNNING);
    assertThat(unpaused.generation()).isEqualTo(first.generation());
    assertThat(get(unpaused)).isEqualTo(200);

    Sighting stopped = performed(Operation.STOP, unpaused);
    assertThat(stopped.status()).isEqualTo(Status.EXITED);
    assertThat(stopped.endpoint()).isEmpty();

    Sighting started = performed(Operation.START, stopped);
    assertThat(started.status()).isEqualTo(Status.RUNNING);
    assertThat(started.generation().instance()).isEqualTo(first.generation().instance());
    assertThat(started.generation()).isNotEqualTo(first.generation());
    assertThat(started.takenAt()).isGreaterThan(first.takenAt());
  }

  @Test
  void whatIsSoAlreadyIsSuccess() {
    agent().start();
    Sighting running = listed(lal);

    assertThat(performed(Operation.START, running).status()).isEqualTo(Status.RUNNING);
    assertThat(performed(Operation.UNPAUSE, running).status()).isEqualTo(Status.RUNNING);
    Sighting paused = performed(Operation.PAUSE, running);
    assertThat(performed(Operation.PAUSE, paused).status()).isEqualTo(Status.PAUSED);
    Sighting stopped = performed(Operation.STOP, paused);
    assertThat(performed(Operation.STOP, stopped).status()).isEqualTo(Status.EXITED);
  }

  @Test
  void startThatThePausedContainerRefusesIsToldInTheEnginesWords() {
    agent().start();
    Sighting paused = performed(Operation.PAUSE, listed(lal));

    Outcome outcome = await(runtime.perform(Operation.START, paused));

    assertThat(outcome.problem()).contains("cannot start a paused container");
    assertThat(outcome.sighting().status()).isEqualTo(Status.PAUSED);
  }

  @Test
  void startOfAMissingEntrypointIsRefusedWithTheReason() {
    agent().cmd("/no/such/program").create();

    Outcome outcome = await(runtime.perform(Operation.START, listed(lal)), LONG);

    assertThat(outcome.problem()).contains("no such file");
    assertThat(outcome.sighting().status()).isEqualTo(Status.CREATED);
  }

  @Test
  void operationOnARemovedContainerFindsItMissing() {
    String id = agent().start();
    Sighting running = listed(lal);
    lab.rm(id);

    Outcome outcome = await(runtime.perform(Operation.PAUSE, running));

    assertThat(outcome.sighting().status()).isEqualTo(Status.MISSING);
    assertThat(outcome.problem()).startsWith("No such container");
  }

  @Test
  void killByHandIsACrash() {
    String id = watched();

    lab.kill(id, "KILL");

    Sighting seen = await(listener.sighting(this::hasExited));
    assertThat(seen.exit().orElseThrow().code()).isEqualTo(137);
    assertThat(seen.exit().orElseThrow().isCrash(false)).isTrue();
  }

  @Test
  void stopByHandIsNoCrash() {
    String id = watched();

    lab.stop(id, 5);

    Sighting seen = await(listener.sighting(this::hasExited));
    assertThat(seen.exit().orElseThrow().code()).isEqualTo(143);
    assertThat(seen.exit().orElseThrow().isCrash(false)).isFalse();
  }

  @Test
  void stopOfAnAgentThatIgnoresTheSignalIsNoCrash() {
    String id = watched(agent().cmd("/bin/busybox", "httpd", "-f", "-p", "8080"));

    lab.stop(id, 1);

    Sighting seen = await(listener.sighting(this::hasExited));
    assertThat(seen.exit().orElseThrow().code()).isEqualTo(137);
    assertThat(seen.exit().orElseThrow().isCrash(false)).isFalse();
  }

  @Test
  void reloadByHupExcusesNoLaterCrash() {
    String id = watched(agent()
        .cmd("/bin/busybox", "sh", "-c", "trap : HUP; while :; do /bin/busybox sleep 1; done"));

    lab.kill(id, "HUP");
    lab.kill(id, "KILL");

    assertThat(await(listener.sighting(this::hasExited)).exit().orElseThrow().isCrash(false))
        .isTrue();
  }

  @Test
  void crashTellsItsExitCode() {
    DockerLab.Plan plan = agent().cmd("/bin/busybox", "sh", "-c", "exit 3");
    String id = plan.create();
    watch();

    lab.start(id);

    Sighting seen = await(listener.sighting(this::hasExited));
    assertThat(seen.exit().orElseThrow().code()).isEqualTo(3);
    assertThat(seen.exit().orElseThrow().isCrash(false)).isTrue();
  }

  @Test
  void pauseAndUnpauseByHandAreSeen() {
    String id = watched();

    lab.pause(id);
    await(listener.sighting(sighting -> sighting.status() == Status.PAUSED));
    int before = listener.sightings().size();
    lab.unpause(id);

    await(listener.sighting(sighting ->
        sighting.status() == Status.RUNNING && listener.sightings().indexOf(sighting) >= before));
  }

  @Test
  void removedContainerIsMissingAndItsSuccessorIsAdopted() {
    String old = watched();

    lab.rm(old);
    await(listener.sighting(sighting -> sighting.status() == Status.MISSING));
    String successor = agent("second").start();

    Sighting adopted = await(listener.sighting(sighting ->
        sighting.generation().instance().equals(successor) && sighting.status() == Status.RUNNING));
    assertThat(adopted.id()).isEqualTo(lal);
    assertThat(adopted.endpoint()).isPresent();
  }

  @Test
  void renamedContainerLeavesItsOldNameAndTakesTheNew() {
    DockerLab.Plan plan = lab.container("was").label("reveille.enable", "true").publish(8080);
    String id = plan.start();
    watch();
    await(runtime.list());

    lab.docker().renameContainerCmd(id).withName(plan.name() + "-now").exec();

    assertThat(await(
                listener.sighting(sighting -> sighting.id().value().equals(plan.name() + "-now")))
            .status())
        .isEqualTo(Status.RUNNING);
    await(listener.sighting(sighting ->
        sighting.id().value().equals(plan.name()) && sighting.status() == Status.MISSING));
  }

  @Test
  void ofTwoContainersForOneBotTheNewerOneStandsAndTheOtherIsToldOf() {
    agent("first").start();
    String second = agent("second").start();
    watch();

    assertThat(listed(lal).generation().instance()).isEqualTo(second);
    await(listener.text(text -> text.contains("-first: claims the bot ID")));
  }

  @Test
  void whatIsSetUpBadlyIsToldOnce() {
    lab.container("odd")
        .label("reveille.enable", "true")
        .label("reveille.id", "no good")
        .start();
    agent()
        .expose(9090)
        .label("reveille.port", "many")
        .host(host -> host.withRestartPolicy(RestartPolicy.unlessStoppedRestart()))
        .create();
    watch();

    await(runtime.list());
    await(runtime.list());

    assertThat(listener.texts().stream().filter(text -> text.startsWith("misconfigured")))
        .filteredOn(text -> text.contains("-odd:") || text.contains("-agent:"))
        .hasSize(4)
        .anyMatch(text -> text.contains("'no good' is no bot ID"))
        .anyMatch(text -> text.contains("reveille.port is no number"))
        .anyMatch(text -> text.contains("exposes 2 of them"))
        .anyMatch(text -> text.contains("restart policy 'unless-stopped'"));
  }

  @Test
  void whatDockerRestartsItselfIsAdopted() {
    String id = watched(agent()
        .cmd("/bin/busybox", "sh", "-c", "/bin/busybox sleep 1; exit 1")
        .host(host -> host.withRestartPolicy(RestartPolicy.alwaysRestart())));
    Sighting before = await(runtime.inspect(lal));

    Sighting after = await(listener.sighting(sighting ->
        sighting.status() == Status.RUNNING && !sighting.generation().equals(before.generation())));

    assertThat(after.generation().instance()).isEqualTo(id);
  }

  private DockerLab.Plan agent() {
    return agent("agent");
  }

  private DockerLab.Plan agent(String name) {
    return lab.container(name)
        .label("reveille.enable", "true")
        .label("reveille.id", lal.value())
        .label("reveille.stop-timeout", "2")
        .publish(8080);
  }

  private String watched() {
    return watched(agent());
  }

  private String watched(DockerLab.Plan plan) {
    String id = plan.start();
    watch();
    await(runtime.list());
    return id;
  }

  private void watch() {
    await(runtime.watch(listener));
    await(listener.text("connected"::equals));
  }

  private boolean hasExited(Sighting sighting) {
    return sighting.id().equals(lal) && sighting.status() == Status.EXITED;
  }

  private Sighting listed(BotId bot) {
    List<Sighting> found = await(runtime.list()).stream()
        .filter(sighting -> sighting.id().equals(bot))
        .toList();
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  private Sighting performed(Operation operation, Sighting target) {
    Outcome outcome = await(runtime.perform(operation, target), LONG);
    assertThat(outcome.problem()).isEmpty();
    return outcome.sighting();
  }

  private static int get(Sighting seen) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(seen.endpoint().orElseThrow().url())).build();
    return HttpClient.newHttpClient()
        .send(request, HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  @Test
  void theLastLinesOfWhatItWroteOutliveItsEnd() {
    String id = agent()
        .cmd("/bin/busybox", "sh", "-c", "echo one; echo two >&2; echo three; exit 3")
        .start();
    listed(lal);

    until(() -> await(runtime.logs(lal, 10)).size() == 3, LONG);

    List<LogLine> lines = await(runtime.logs(lal, 10));
    assertThat(lines).extracting(LogLine::text).containsExactlyInAnyOrder("one", "two", "three");
    assertThat(lines)
        .filteredOn(line -> line.source() == LogLine.Source.STDERR)
        .extracting(LogLine::text)
        .containsExactly("two");
    assertThat(lines)
        .extracting(line -> line.at().orElseThrow())
        .allSatisfy(at -> assertThat(at).isCloseTo(Instant.now(), within(10, ChronoUnit.MINUTES)));
    assertThat(await(runtime.logs(lal, 1))).hasSize(1);
    lab.docker().removeContainerCmd(id).withForce(true).exec();
    assertThat(await(runtime.logs(lal, 10))).as("gone with its container").isEmpty();
  }
}
