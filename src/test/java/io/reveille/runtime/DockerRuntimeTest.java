package io.reveille.runtime;

import static io.reveille.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.config.GatewayConfig;
import io.reveille.core.AgentRuntime.Outcome;
import io.reveille.core.BotId;
import io.reveille.core.Operation;
import io.reveille.core.Sighting;
import io.reveille.core.Sighting.Status;
import io.reveille.testing.Eventually;
import io.reveille.testing.LoggedLines;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against an imitation, for what no real engine does on demand. */
class DockerRuntimeTest {
  private static final String ID = "1".repeat(64);
  private static final BotId LAL = new BotId("lal");

  private final Vertx vertx = Vertx.vertx();
  private final FakeEngine engine = new FakeEngine(vertx);
  private final RecordingListener listener = new RecordingListener();
  private final Map<BotId, Optional<String>> configured = new LinkedHashMap<>();
  private int port;
  private DockerRuntime runtime;

  @BeforeEach
  void open() {
    port = await(engine.listen());
    runtime = runtime(20);
    engine.containers.put(ID, Inspected.running(ID, "lal"));
  }

  @AfterEach
  void close() {
    await(runtime.close());
    await(engine.close());
    await(vertx.close());
  }

  @Test
  void speaksTheNewestVersionOfAnOldEngine() {
    assertThat(lal().status()).isEqualTo(Status.RUNNING);

    assertThat(engine.requests.get(0)).isEqualTo("GET /version");
    assertThat(engine.requests.subList(1, engine.requests.size()))
        .allMatch(request -> request.contains("/v1.41/"));
  }

  @Test
  void speaksNoVersionThatANewEngineNoLongerTakes() {
    engine.newest = "1.60";
    engine.oldest = "1.44";

    assertThat(lal().status()).isEqualTo(Status.RUNNING);

    assertThat(engine.count("/v1.52/")).isEqualTo(2);
  }

  @Test
  void engineUpgradedUnderARunningGatewayIsSpokenToAnew() {
    lal();
    engine.newest = "1.51";
    engine.oldest = "1.44";

    assertThat(lal().status()).isEqualTo(Status.RUNNING);

    assertThat(engine.count("/v1.51/")).isEqualTo(2);
  }

  @Test
  void endpointThatIsChangedMeanwhileIsNotAskedBeforeARestart() {
    AtomicReference<GatewayConfig> config =
        new AtomicReference<>(RuntimeConfig.of("tcp://127.0.0.1:" + port, configured));
    await(runtime.close());
    runtime = new DockerRuntime(vertx, config::get, new HurriedTimers(vertx, 20));
    config.set(RuntimeConfig.of("tcp://127.0.0.1:1", configured));

    assertThat(lal().status()).isEqualTo(Status.RUNNING);
  }

  @Test
  void versionRefusalIsAReasonOfItsOwnAndNotAnEmptyList() {
    engine.newest = "1.90";
    engine.oldest = "1.80";
    await(runtime.watch(listener));

    assertThat(await(listener.text(text -> text.startsWith("disconnected"))))
        .contains("no common API version", "1.80 to 1.90");
    assertThat(failure(runtime.list())).contains("no common API version");
  }

  @Test
  void socketProxyThatForbidsIsNamedWithTheRightThatIsWanting() {
    engine.on("/containers/json", request -> {
      FakeEngine.page(request, 403);
      return true;
    });

    assertThat(failure(runtime.list()))
        .contains("socket proxy at tcp://127.0.0.1:" + port, "GET containers/json");
  }

  @Test
  void socketProxyWithoutAnEngineIsADisconnection() {
    engine.on("/events", request -> {
      FakeEngine.page(request, 503);
      return true;
    });
    // the HTTP client asks once more after a second when it is answered 503
    DockerRuntime lessHurried = runtime(5);
    await(lessHurried.watch(listener));

    assertThat(await(listener.text(text -> text.startsWith("disconnected"))))
        .contains("answered 503", "engine behind it does not answer");
    engine.honest();
    await(listener.text("connected"::equals));
    assertThat(listener.texts()).hasSize(2);
    await(lessHurried.close());
  }

  @Test
  void containerThatTheEngineWillNotSpeakOfDoesNotHideTheOthers() {
    String other = "2".repeat(64);
    engine.containers.put(other, Inspected.running(other, "data"));
    engine.on(other + "/json", request -> true);

    assertThat(await(runtime.list())).extracting(Sighting::id).containsExactly(LAL);
  }

  @Test
  void configuredAgentOfWhichNothingWasLearnedIsNotCalledMissing() {
    configured.put(new BotId("data"), Optional.empty());
    engine.on("/data/json", request -> true);

    assertThat(await(runtime.list())).extracting(Sighting::id).containsExactly(LAL);
  }

  @Test
  void hungStopKeepsNeitherListNorPauseWaiting() {
    engine.on("/stop", request -> true);
    Sighting target = lal();
    List<Future<Outcome>> stops = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      stops.add(runtime.perform(Operation.STOP, target));
    }

    assertThat(lal().status()).isEqualTo(Status.RUNNING);
    await(runtime.perform(Operation.PAUSE, target));

    assertThat(stops).noneMatch(Future::isComplete);
  }

  @Test
  void hungEngineOnAUnixSocketDoesNotUseUpTheThreads(@TempDir Path folder) throws IOException {
    Path socket = folder.resolve("engine.sock");
    AtomicInteger accepted = new AtomicInteger();
    Future<Void> accepting;
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));
      accepting = vertx.executeBlocking(() -> acceptAll(server, accepted));
      GatewayConfig config = RuntimeConfig.of("unix://" + socket, configured);
      DockerRuntime hung = new DockerRuntime(vertx, () -> config, new HurriedTimers(vertx, 100));

      for (int i = 0; i < 6; i++) {
        assertThat(failure(hung.list())).contains("no answer from unix://");
      }

      assertThat(accepted).hasValueGreaterThanOrEqualTo(6);
      await(hung.close());
    }
    await(accepting.otherwiseEmpty());
  }

  @Test
  void callWithoutAnAnswerEndsInWhatAnInspectionSays() {
    engine.on("/pause", request -> true);

    Outcome outcome = await(runtime.perform(Operation.PAUSE, lal()));

    assertThat(outcome.sighting().status()).isEqualTo(Status.RUNNING);
    assertThat(outcome.problem()).contains("no answer from");
    assertThat(engine.count("/pause")).isEqualTo(1);
  }

  @Test
  void brokenConnectionIsNoProblemIfTheOperationWasCarriedOut() {
    engine.on("/stop", request -> {
      engine.containers.put(
          ID, Inspected.exited(Inspected.running(ID, "lal"), 143, Inspected.FINISHED));
      request.connection().close();
      return true;
    });

    Outcome outcome = await(runtime.perform(Operation.STOP, lal()));

    assertThat(outcome.sighting().status()).isEqualTo(Status.EXITED);
    assertThat(outcome.problem()).isEmpty();
  }

  @Test
  void operationFailsOnlyIfNotEvenAnInspectionWorks() {
    Sighting target = lal();
    engine.on("/" + ID, request -> {
      request.connection().close();
      return true;
    });

    assertThat(failure(runtime.perform(Operation.STOP, target))).contains("no connection to");
  }

  @Test
  void unpauseThatTheEngineTakesForNeedlessIsTriedAgain() {
    Sighting target = lal();
    engine.on("/unpause", request -> {
      if (engine.count("/unpause") > 2) {
        return false;
      }
      FakeEngine.answer(request, 500, "Container " + ID + " is not paused");
      return true;
    });

    Outcome outcome = await(runtime.perform(Operation.UNPAUSE, target));

    assertThat(outcome.problem()).isEmpty();
    assertThat(engine.count("/unpause")).isEqualTo(3);
  }

  @Test
  void whatIsThawedIsWhatItWasButRuns() {
    engine.containers.put(ID, Inspected.status(Inspected.running(ID, "lal"), "paused"));
    Sighting target = lal();
    engine.on("/unpause", request -> {
      engine.containers.put(ID, Inspected.running(ID, "lal"));
      FakeEngine.answer(request, 204, "");
      return true;
    });

    Sighting thawed = await(runtime.perform(Operation.UNPAUSE, target)).sighting();

    assertThat(thawed).isEqualTo(target.thawed("running", thawed.takenAt()));
    assertThat(thawed.takenAt()).isGreaterThan(target.takenAt());
    assertThat(thawed.endpoint()).isPresent();
  }

  @Test
  void unpauseThatBringsAnEndToLightIsAnsweredWithTheExit() {
    Sighting target = lal();
    engine.on("/unpause", request -> {
      engine.containers.put(
          ID, Inspected.exited(Inspected.running(ID, "lal"), 137, Inspected.FINISHED));
      FakeEngine.answer(request, 204, "");
      return true;
    });

    Outcome outcome = await(runtime.perform(Operation.UNPAUSE, target));

    assertThat(outcome.sighting().status()).isEqualTo(Status.EXITED);
    assertThat(outcome.sighting().exit().orElseThrow().code()).isEqualTo(137);
    assertThat(outcome.sighting().endpoint()).isEmpty();
  }

  @Test
  void unpauseIsDoneAsSoonAsItsEventTells() {
    Sighting target = frozen();
    long inspections = engine.count(ID + "/json");
    Promise<HttpServerRequest> asked = Promise.promise();
    engine.on("/unpause", request -> {
      asked.complete(request);
      engine.emit(Inspected.event("unpause", ID, "lal", nanos()));
      return true;
    });

    Sighting thawed = await(runtime.perform(Operation.UNPAUSE, target)).sighting();

    assertThat(thawed).isEqualTo(target.thawed("running", thawed.takenAt()));
    HttpServerRequest call = await(asked.future());
    assertThat(call.response().ended()).isFalse();
    FakeEngine.answer(call, 204, "");
    assertThat(engine.count(ID + "/json")).isEqualTo(inspections);
  }

  @Test
  void eventOfAnEarlierUnpauseDoesNotEndTheCall() {
    Sighting target = frozen();
    long before = nanos();
    engine.on("/unpause", request -> {
      engine.emit(Inspected.event("unpause", ID, "lal", before));
      vertx.setTimer(50, fired -> {
        engine.containers.put(
            ID, Inspected.exited(Inspected.running(ID, "lal"), 137, Inspected.FINISHED));
        FakeEngine.answer(request, 204, "");
      });
      return true;
    });

    Outcome outcome = await(runtime.perform(Operation.UNPAUSE, target));

    assertThat(outcome.sighting().status()).isEqualTo(Status.EXITED);
  }

  @Test
  void refusalBehindTheEventIsLogged() {
    Sighting target = frozen();
    engine.on("/unpause", request -> {
      engine.emit(Inspected.event("unpause", ID, "lal", nanos()));
      vertx.setTimer(50, fired -> FakeEngine.answer(request, 500, "no space left on device"));
      return true;
    });

    try (LoggedLines lines = new LoggedLines(DockerOperations.class.getName())) {
      await(runtime.perform(Operation.UNPAUSE, target));
      Eventually.holds(
          "the refusal is logged",
          Duration.ofSeconds(10),
          () -> lines.said().stream()
              .anyMatch(line -> line.contains("told of the unpause")
                  && line.contains("no space left on device")));
    }
  }

  /** Lal, which is followed and was seen to be paused. */
  private Sighting frozen() {
    follow();
    engine.containers.put(ID, Inspected.status(Inspected.running(ID, "lal"), "paused"));
    engine.emit(Inspected.event("pause", ID, "lal", nanos()));
    await(listener.sighting(sighting -> sighting.status() == Status.PAUSED));
    return lal();
  }

  @Test
  void pauseKeepsItsDistanceFromTheUnpauseBefore() {
    List<Long> times = new ArrayList<>();
    engine.on("pause", request -> {
      times.add(System.nanoTime());
      return false;
    });
    DockerRuntime unhurried = runtime(1);
    Sighting target = lal();

    await(unhurried.perform(Operation.UNPAUSE, target));
    await(unhurried.perform(Operation.PAUSE, target));
    await(unhurried.close());

    assertThat(times.get(1) - times.get(0)).isGreaterThanOrEqualTo(50_000_000L);
  }

  @Test
  void missingNetworkIsNotAMissingContainer() {
    Sighting target = lal();
    engine.containers.put(ID, Inspected.status(Inspected.running(ID, "lal"), "created"));
    engine.on("/start", request -> {
      FakeEngine.answer(request, 404, "network agents not found");
      return true;
    });

    Outcome outcome = await(runtime.perform(Operation.START, target));

    assertThat(outcome.sighting().status()).isEqualTo(Status.CREATED);
    assertThat(outcome.problem()).isEqualTo("network agents not found");
  }

  @Test
  void eventThatArrivesInPiecesIsReadWhole() {
    follow();
    engine.containers.put(ID, Inspected.status(Inspected.running(ID, "lal"), "paused"));
    String event = Inspected.event("pause", ID, "lal", nanos());

    engine.emit(event.substring(0, 17), event.substring(17, 60), event.substring(60));

    await(listener.sighting(sighting -> sighting.status() == Status.PAUSED));
  }

  @Test
  void echoOfAnOperationOfOurOwnIsNotInspectedBesideIt() {
    follow();
    Sighting target = lal();
    long inspections = engine.count(ID + "/json");
    engine.on("/unpause", request -> {
      engine.emit(Inspected.event("unpause", ID, "lal", nanos()));
      vertx.setTimer(50, fired -> FakeEngine.answer(request, 204, ""));
      return true;
    });

    await(runtime.perform(Operation.UNPAUSE, target));
    engine.emit(Inspected.event("rename", ID, "lal", nanos() + 1));
    await(seen(1));

    assertThat(engine.count(ID + "/json")).isEqualTo(inspections + 2);
  }

  @Test
  void tornStreamIsResumedWhereItBrokeOffAndTheRepeatedEventCountsOnce() {
    follow();
    String event = Inspected.event("pause", ID, "lal", nanos());
    engine.emit(event);
    await(listener.sighting(sighting -> true));
    outlive();
    long inspections = engine.count(ID + "/json");

    engine.tearStreams();
    await(listener.text("connected"::equals, 2));
    engine.emit(event, Inspected.event("rename", ID, "lal", nanos() + 1));
    await(seen(2));

    assertThat(engine.requests.stream().filter(request -> request.contains("/events")))
        .last()
        .asString()
        .contains("since=");
    assertThat(engine.count(ID + "/json")).isEqualTo(inspections + 1);
    assertThat(listener.texts()).containsExactly("connected", "connected");
  }

  @Test
  void streamThatEndsInGoodOrderIsResumedToo() {
    follow();
    outlive();

    engine.endStreams();

    await(listener.text("connected"::equals, 2));
    assertThat(engine.count("/events")).isEqualTo(2);
  }

  @Test
  void engineThatGoesAwayIsReportedOnceAndItsReturnToo() {
    follow();
    await(engine.close());
    await(listener.text(text -> text.startsWith("disconnected")));

    FakeEngine again = new FakeEngine(vertx);
    await(again.listen(port));
    await(listener.text("connected"::equals, 2));

    assertThat(listener.texts()).hasSize(3);
    await(again.close());
  }

  @Test
  void halfDeadEngineIsFoundOutByAPingOnAQuietStream() {
    follow();

    engine.on("/_ping", request -> true);

    await(listener.text(text -> text.startsWith("disconnected: GET _ping: no answer")));
  }

  @Test
  void exitIsToldFromItsEventWhileTheEngineHoldsTheInspectionBack() {
    follow();
    Promise<HttpServerRequest> heldBack = Promise.promise();
    engine.on(ID + "/json", request -> {
      heldBack.tryComplete(request);
      return true;
    });

    engine.emit(Inspected.event("die", ID, "lal", nanos(), "exitCode", "3"));
    await(heldBack.future());

    Sighting seen = await(listener.sighting(sighting -> sighting.status() == Status.EXITED));
    assertThat(seen.generation().startedAt()).isEqualTo(Inspected.STARTED);
    assertThat(seen.exit().orElseThrow().code()).isEqualTo(3);
    assertThat(seen.exit().orElseThrow().isCrash(false)).isTrue();
  }

  @Test
  void containersThatTheEngineStoppedWhileNobodyListenedDidNotCrash() {
    follow();
    await(engine.close());
    await(listener.text(text -> text.startsWith("disconnected")));
    FakeEngine again = new FakeEngine(vertx);
    String crashed = "3".repeat(64);
    again.containers.put(
        ID, Inspected.exited(Inspected.running(ID, "lal"), 143, Instant.now().toString()));
    again.containers.put(
        crashed,
        Inspected.exited(Inspected.running(crashed, "data"), 1, Instant.now().toString()));
    await(again.listen(port));
    await(listener.text("connected"::equals, 2));

    List<Sighting> listed = await(runtime.list());

    assertThat(listed).extracting(Sighting::id).containsExactly(new BotId("data"), LAL);
    assertThat(listed)
        .extracting(sighting -> sighting.exit().orElseThrow().isCrash(false))
        .containsExactly(true, false);
    await(again.close());
  }

  /** Until the server is closed; nobody is ever answered. */
  private static Void acceptAll(ServerSocketChannel server, AtomicInteger accepted)
      throws IOException {
    while (true) {
      server.accept();
      accepted.incrementAndGet();
    }
  }

  private DockerRuntime runtime(int haste) {
    GatewayConfig config = RuntimeConfig.of("tcp://127.0.0.1:" + port, configured);
    return new DockerRuntime(vertx, () -> config, new HurriedTimers(vertx, haste));
  }

  private void follow() {
    await(runtime.watch(listener));
    await(listener.text("connected"::equals));
    await(runtime.list());
  }

  /** A stream that lived for a moment only is not resumed at once; 1 s is in no timer, so it cannot be hurried. */
  private void outlive() {
    Promise<Void> over = Promise.promise();
    vertx.setTimer(1_050, fired -> over.complete());
    await(over.future());
  }

  private Future<Sighting> seen(int count) {
    return listener.sighting(sighting -> listener.sightings().size() >= count);
  }

  private Sighting lal() {
    return await(runtime.list()).stream()
        .filter(sighting -> sighting.id().equals(LAL))
        .findFirst()
        .orElseThrow();
  }

  private static String failure(Future<?> call) {
    return await(
        call.map(done -> "it worked").otherwise(cause -> String.valueOf(cause.getMessage())));
  }

  private static long nanos() {
    Instant now = Instant.now();
    return now.getEpochSecond() * 1_000_000_000L + now.getNano();
  }
}
