package io.reveille;

import static io.reveille.testing.Await.await;
import static io.reveille.testing.Await.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.Caller.Answer;
import io.reveille.core.Agent.State;
import io.reveille.testing.DockerLab;
import io.reveille.testing.EngineLog;
import io.reveille.testing.ToyImage;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.WebSocket;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StreamsThroughAWakeIT {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final int FIVE_MEGABYTES = 5 * 1024 * 1024;

  private DockerLab docker;
  private GatewayLab lab;
  private EngineLog engine;
  private String container;

  @BeforeEach
  void sleepingAgent() {
    docker = DockerLab.engine();
    DockerLab.Plan lal = ToyImage.agent(docker, "lal").publish(8080);
    container = lal.start();
    engine = EngineLog.follow(docker);
    lab = GatewayLab.start(docker, """
        { 'agents': { 'lal': { 'container': '%s', 'port': 8080, 'idleTimeout': '700ms' } } }
        """.formatted(lal.name()));
    lab.untilIs(State.PAUSED, "lal");
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
  void eventStreamThatBeginsWithAWakeIsCompleteAndKeepsItsAgentAwake() {
    Answer stream = await(lab.caller().get("/bots/lal/sse?n=15&every=100ms"), LONG);

    assertThat(stream.status()).isEqualTo(200);
    assertThat(stream.wake()).isEqualTo("unpause");
    assertThat(stream.headers().get("Content-Type")).isEqualTo("text/event-stream");
    assertThat(stream.text()).contains("id: 1\n").contains("id: 15\n");
    lab.untilIs(State.PAUSED, "lal");
    assertThat(engine.count("unpause", container)).isEqualTo(1);
  }

  @Test
  void webSocketHandshakeIsHeldAndItsFramesAreEchoed() {
    WebSocket socket = await(lab.caller().webSocket("/bots/lal/ws"), LONG);
    List<String> echoes = echoes(socket);

    socket.writeTextMessage("one");
    socket.writeTextMessage("two");

    until(() -> echoes.equals(List.of("one", "two")), LONG);
    assertThat(socket.headers().get("Reveille-Wake")).isEqualTo("unpause");
    await(socket.close());
  }

  @Test
  void bodyOfFiveMegabytesIsHeldAndDeliveredByteForByte() {
    byte[] bytes = new byte[FIVE_MEGABYTES];
    new Random(7).nextBytes(bytes);
    Buffer body = Buffer.buffer(bytes);

    Answer echo = await(
        lab.caller()
            .send(
                HttpMethod.POST,
                "/bots/lal/echo",
                Map.of("Content-Type", "application/octet-stream"),
                body),
        LONG);

    assertThat(echo.status()).isEqualTo(200);
    assertThat(echo.wake()).isEqualTo("unpause");
    assertThat(echo.body().equals(body)).isTrue();
  }

  @Test
  void silentWebSocketSleepsWithItsAgentAndItsNextFrameWakesIt() {
    WebSocket socket = await(lab.caller().webSocket("/bots/lal/ws"), LONG);
    AtomicBoolean closed = new AtomicBoolean();
    socket.closeHandler(gone -> closed.set(true));
    List<String> echoes = echoes(socket);
    socket.writeTextMessage("good night");
    until(() -> echoes.contains("good night"), LONG);
    lab.untilIs(State.PAUSED, "lal");
    assertThat(engine.count("unpause", container)).isEqualTo(1);

    socket.writeTextMessage("good morning");

    until(() -> echoes.equals(List.of("good night", "good morning")), LONG);
    assertThat(closed).isFalse();
    lab.untilIs(State.PAUSED, "lal");
    assertThat(engine.count("unpause", container)).isEqualTo(2);
    await(socket.close());
  }

  @Test
  void pingOnASilentWebSocketIsAnsweredAndWakesNobody() {
    WebSocket socket = await(lab.caller().webSocket("/bots/lal/ws"), LONG);
    List<String> pongs = new CopyOnWriteArrayList<>();
    socket.pongHandler(pong -> pongs.add(pong.toString()));
    lab.untilIs(State.PAUSED, "lal");

    await(socket.writePing(Buffer.buffer("there?")));

    until(() -> pongs.equals(List.of("there?")), LONG);
    assertThat(lab.state("lal")).isEqualTo(State.PAUSED);
    assertThat(engine.count("unpause", container)).isEqualTo(1);
    await(socket.close());
  }

  private static List<String> echoes(WebSocket socket) {
    List<String> echoes = new CopyOnWriteArrayList<>();
    socket.textMessageHandler(echoes::add);
    return echoes;
  }
}
