package io.reveille;

import static io.reveille.testing.Await.await;
import static io.reveille.testing.Await.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.Caller.Answer;
import io.reveille.core.Agent.State;
import io.reveille.testing.DockerLab;
import io.reveille.testing.EngineLog;
import io.reveille.testing.ToyImage;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A container that is really frozen behind open streams. */
class SleepThroughIT {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final int ONE_EVENT_AFTER_A_LONG_SILENCE = 1;

  private DockerLab docker;
  private GatewayLab lab;
  private EngineLog engine;
  private String container;
  private WebSocket socket;
  private Future<Answer> events;
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final List<String> pongs = new CopyOnWriteArrayList<>();
  private final AtomicBoolean closed = new AtomicBoolean();

  @BeforeEach
  void sleepingAgentWithOpenStreams() {
    docker = DockerLab.engine();
    DockerLab.Plan lal = ToyImage.agent(docker, "lal").publish(8080);
    container = lal.start();
    engine = EngineLog.follow(docker);
    lab = GatewayLab.start(docker, """
        { 'agents': { 'lal': { 'container': '%s', 'port': 8080, 'idleTimeout': '1s' } } }
        """.formatted(lal.name()));
    socket = await(lab.caller().webSocket("/bots/lal/ws"), LONG);
    socket.textMessageHandler(heard::add);
    socket.pongHandler(pong -> pongs.add(pong.toString()));
    socket.closeHandler(gone -> closed.set(true));
    events =
        lab.caller().get("/bots/lal/sse?n=%d&every=6s".formatted(ONE_EVENT_AFTER_A_LONG_SILENCE));
    socket.writeTextMessage("good night");
    until(() -> heard.contains("good night"), LONG);
    untilFrozen();
  }

  @AfterEach
  void close() throws IOException {
    if (lab != null) {
      lab.close();
      engine.close();
    }
    if (docker != null) {
      docker.close();
    }
  }

  @Test
  void theNextMessageWakesTheAgentAndEverythingComesOnceAndInOrder() {
    List<String> messages =
        IntStream.range(0, 50).mapToObj(number -> "message " + number).toList();
    heard.clear();

    messages.forEach(socket::writeTextMessage);

    until(() -> heard.size() >= messages.size(), LONG);
    assertThat(heard).isEqualTo(messages);
    untilFrozen();
    assertThat(engine.count("unpause", container)).isEqualTo(1);
    until(
        () -> {
          socket.writeTextMessage("stay awake until the event is due");
          return events.isComplete();
        },
        LONG);
    assertThat(await(events).text()).as("the stream went on as well").contains("id: 1\n");
    assertThat(closed).isFalse();
    await(socket.close());
  }

  @Test
  void pingsAreAnsweredAndTheAgentStaysFrozen() {
    for (int i = 0; i < 20; i++) {
      await(socket.writePing(Buffer.buffer("ping " + i)));
    }
    until(() -> pongs.size() == 20, LONG);
    assertThat(pongs).startsWith("ping 0").endsWith("ping 19");
    assertThat(frozen()).isTrue();
    assertThat(lab.state("lal")).isEqualTo(State.PAUSED);
    assertThat(engine.count("unpause", container)).isZero();
    await(socket.close());
  }

  @Test
  void aRequestAndAMessageAtOnceCostOneWake() {
    heard.clear();
    socket.writeTextMessage("good morning");
    Answer answer = await(lab.caller().get("/bots/lal/"), LONG);

    assertThat(answer.status()).isEqualTo(200);
    until(() -> heard.equals(List.of("good morning")), LONG);
    assertThat(engine.count("unpause", container)).isEqualTo(1);
    await(socket.close());
  }

  @Test
  void aStopEndsTheStreamsCleanly() {
    await(lab.operator().post("/api/v1/agents/lal/stop"), LONG);

    until(closed::get, LONG);
    assertThat((int) socket.closeStatusCode()).isEqualTo(1001);
    assertThat(socket.closeReason()).isEqualTo("lal was stopped");
    assertThat(await(events, LONG).status()).isEqualTo(200);
  }

  @Test
  void aCrashEndsTheStreamsWithItsReason() {
    docker.kill(container, "KILL");

    until(closed::get, LONG);
    assertThat((int) socket.closeStatusCode()).isEqualTo(1012);
    assertThat(socket.closeReason()).isEqualTo("lal is restarting");
    until(events::isComplete, LONG);
    assertThat(events.failed()).as("a stream that was cut is never whole").isTrue();
  }

  private void untilFrozen() {
    until(this::frozen, LONG);
    lab.untilIs(State.PAUSED, "lal");
  }

  private boolean frozen() {
    return Boolean.TRUE.equals(
        docker.docker().inspectContainerCmd(container).exec().getState().getPaused());
  }
}
