package io.reveille.proxy;

import static io.reveille.proxy.WebSocketFrames.BINARY;
import static io.reveille.proxy.WebSocketFrames.CLOSE;
import static io.reveille.proxy.WebSocketFrames.CONTINUATION;
import static io.reveille.proxy.WebSocketFrames.PING;
import static io.reveille.proxy.WebSocketFrames.PONG;
import static io.reveille.proxy.WebSocketFrames.SWITCHED;
import static io.reveille.proxy.WebSocketFrames.TEXT;
import static io.reveille.proxy.WebSocketFrames.UPGRADE;
import static io.reveille.proxy.WebSocketFrames.bytes;
import static io.reveille.proxy.WebSocketFrames.close;
import static io.reveille.proxy.WebSocketFrames.joined;
import static io.reveille.proxy.WebSocketFrames.masked;
import static io.reveille.proxy.WebSocketFrames.ping;
import static io.reveille.proxy.WebSocketFrames.plain;
import static io.reveille.proxy.WebSocketFrames.pong;
import static io.reveille.proxy.WebSocketFrames.read;
import static io.reveille.proxy.WebSocketFrames.text;
import static io.reveille.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.bus.GatewayMessage.WakeReply.Outcome;
import io.reveille.config.GatewayConfig;
import io.reveille.core.Agent.State;
import io.reveille.core.AgentSettings;
import io.reveille.core.AgentView;
import io.reveille.proxy.WebSocketFrames.Frame;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A stream that outlives the sleep of its agent, and what its client may say meanwhile. */
class SleepThroughTest {
  private static final AgentSettings SOON_IDLE =
      World.TestSettings.of(Duration.ofMillis(60), Duration.ofSeconds(4));
  private static final String STREAM =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";

  private final World world = new World();
  private final Agent lal = new Agent();

  /** An agent whose every word is the test's, and which writes down what it hears. */
  private static final class Agent implements AutoCloseable {
    private final BlockingQueue<Frame> heard = new LinkedBlockingQueue<>();
    private final BlockingQueue<Wire> wires = new LinkedBlockingQueue<>();
    private volatile boolean answersPings = true;
    private final Origin origin = new Origin((wire, self) -> {
      String head = wire.head();
      wire.send(head.contains("/ws ") ? SWITCHED : STREAM);
      wires.add(wire);
      hear(wire);
    });

    private void hear(Wire wire) {
      try {
        while (true) {
          Frame frame = read(wire);
          heard.add(frame);
          if (answersPings && frame.opcode() == PING) {
            wire.send(plain(true, PONG, frame.payload().getBytes()));
          }
        }
      } catch (UncheckedIOException closed) {
        // by either side: what was heard stays
      }
    }

    Wire connection() throws InterruptedException {
      Wire wire = wires.poll(5, TimeUnit.SECONDS);
      assertThat(wire).as("a connection to the agent").isNotNull();
      return wire;
    }

    Frame hears() throws InterruptedException {
      Frame frame = heard.poll(5, TimeUnit.SECONDS);
      assertThat(frame).as("a frame that the agent hears").isNotNull();
      return frame;
    }

    @Override
    public void close() {
      origin.close();
    }
  }

  @AfterEach
  void end() {
    lal.close();
    world.close();
  }

  /** A WebSocket that has been silent for so long that it is not counted any more. */
  private Wire silent() {
    Wire client = world.with(SOON_IDLE).awake(lal.origin).client().send(UPGRADE);
    assertThat(client.head()).startsWith("HTTP/1.1 101");
    world.quiet();
    return client;
  }

  private Wire asleep() {
    Wire client = silent();
    world.asleep(State.PAUSED);
    return client;
  }

  private void saysNothingToTheAgent(Wire client) {
    // whatever came before it has been dealt with when this is answered
    client.send(ping("mark"));
    Frame answer = read(client);
    while (!answer.text().equals("mark")) {
      answer = read(client);
    }
    assertThat(lal.heard).isEmpty();
    assertThat(world.wakes).isEmpty();
    assertThat(world.gate().inFlight()).isZero();
  }

  @Test
  void whatTheClientSaysWhileTheAgentSleepsComesWholeAndInOrderAfterTheWake() throws Exception {
    try (Wire client = asleep()) {
      client.send(text("one"));
      world.eventually(() -> !world.unanswered.isEmpty());
      client.send(text("two")).send(masked(true, BINARY, new byte[70_000]));
      assertThat(lal.heard).isEmpty();
      world.wakeUp(lal.origin);
      assertThat(lal.hears().text()).isEqualTo("one");
      assertThat(lal.hears().text()).isEqualTo("two");
      assertThat(lal.hears().payload().length()).isEqualTo(70_000);
      assertThat(world.wakes).hasSize(1);
      lal.connection().send(plain(true, TEXT, bytes("here I am")));
      assertThat(read(client).text()).isEqualTo("here I am");
      world.quiet();
    }
  }

  @Test
  void pingsAreAnsweredWhileTheAgentSleepsHoweverTheyAreCut() {
    try (Wire client = asleep()) {
      client.send(joined(ping("a"), ping("")));
      assertThat(read(client)).isEqualTo(new Frame(true, PONG, buffer("a")));
      assertThat(read(client)).isEqualTo(new Frame(true, PONG, buffer("")));
      byte[] cut = ping("in two pieces");
      client.send(Arrays.copyOf(cut, 1));
      client.send(Arrays.copyOfRange(cut, 1, 9));
      client.send(Arrays.copyOfRange(cut, 9, cut.length));
      assertThat(read(client).text()).isEqualTo("in two pieces");
      saysNothingToTheAgent(client);
    }
  }

  @Test
  void aPingInFrontOfAMessageIsAnsweredAtOnceAndOneBehindItByTheAgent() throws Exception {
    try (Wire client = asleep()) {
      client.send(joined(ping("first"), text("wake up"), ping("second")));
      assertThat(read(client).text()).isEqualTo("first");
      world.wakeUp(lal.origin);
      assertThat(lal.hears().text()).isEqualTo("wake up");
      assertThat(lal.hears()).isEqualTo(new Frame(true, PING, buffer("second")));
    }
  }

  @Test
  void aPongWakesNobodyAndIsThereWhenTheAgentIs() throws Exception {
    try (Wire client = asleep()) {
      client.send(pong("old")).send(pong("late"));
      saysNothingToTheAgent(client);
      world.awake(lal.origin);
      assertThat(lal.hears()).isEqualTo(new Frame(true, PONG, buffer("late")));
      world.quiet();
    }
  }

  @Test
  void aPongComesBeforeTheMessageThatWakes() throws Exception {
    try (Wire client = asleep()) {
      client.send(pong("still here")).send(text("wake up"));
      world.wakeUp(lal.origin);
      assertThat(lal.hears().opcode()).isEqualTo(PONG);
      assertThat(lal.hears().text()).isEqualTo("wake up");
    }
  }

  @Test
  void aMessageInPiecesGoesOnAfterTheSleep() throws Exception {
    try (Wire client = world.with(SOON_IDLE).awake(lal.origin).client().send(UPGRADE)) {
      client.head();
      client.send(masked(false, TEXT, bytes("to be ")));
      assertThat(lal.hears().last()).isFalse();
      world.quiet();
      world.asleep(State.PAUSED);
      saysNothingToTheAgent(client);
      client.send(masked(true, CONTINUATION, bytes("continued")));
      world.wakeUp(lal.origin);
      assertThat(lal.hears()).isEqualTo(new Frame(true, CONTINUATION, buffer("continued")));
    }
  }

  @Test
  void theRestOfAFrameThatBeganBeforeTheSleepIsDelivered() throws Exception {
    byte[] frame = masked(true, BINARY, joined(ping("no ping"), ping("none")));
    try (Wire client = world.with(SOON_IDLE).awake(lal.origin).client().send(UPGRADE)) {
      client.head();
      client.send(Arrays.copyOf(frame, 6));
      world.eventually(() -> world.gate().lastActivityNanos() > Long.MIN_VALUE);
      world.quiet();
      world.asleep(State.PAUSED);
      client.send(Arrays.copyOfRange(frame, 6, frame.length));
      world.wakeUp(lal.origin);
      assertThat(lal.hears().payload())
          .isEqualTo(io.vertx.core.buffer.Buffer.buffer(joined(ping("no ping"), ping("none"))));
    }
  }

  @Test
  void pingsDoNotKeepAnAgentAwakeAndMessagesDo() {
    try (Wire client = world
        .with(World.TestSettings.of(Duration.ofMillis(400), Duration.ofSeconds(4)))
        .awake(lal.origin)
        .client()
        .send(UPGRADE)) {
      client.head();
      java.util.concurrent.atomic.AtomicInteger looks =
          new java.util.concurrent.atomic.AtomicInteger();
      world.eventually(() -> {
        if (looks.getAndIncrement() % 50 == 0) {
          client.send(ping("there?"));
        }
        return world.gate().inFlight() == 0;
      });
      long before = world.gate().lastActivityNanos();
      client.send(text("work"));
      world.eventually(() -> world.gate().lastActivityNanos() > before);
    }
  }

  @Test
  void aClientThatLeavesWakesNobodyAndIsToldGoodbye() throws Exception {
    try (Wire client = asleep()) {
      client.send(close(1000, "done"));
      Frame answer = read(client);
      assertThat(answer.opcode()).isEqualTo(CLOSE);
      assertThat(answer.code()).isEqualTo(1000);
      assertThat(client.rest()).isEmpty();
      assertThat(world.wakes).isEmpty();
      assertThat(lal.hears().code()).as("found by the agent when it wakes").isEqualTo(1000);
    }
    world.eventually(() -> world.gate().streams() == 0);
  }

  @ParameterizedTest
  @CsvSource({
    "WAKE_FAILED, 1013, lal could not be woken",
    "STILL_WAKING, 1013, lal is still waking",
    "FAILED, 1013, lal has failed",
    "MISSING, 1001, lal was removed"
  })
  void aWakeThatFailsClosesTheStreamWithItsReason(Outcome outcome, int code, String reason) {
    try (Wire client = asleep()) {
      client.send(text("wake up"));
      if (outcome == Outcome.STILL_WAKING) {
        world.eventually(() -> !world.unanswered.isEmpty()); // and nobody ever answers
      } else {
        world.answer(outcome, "");
      }
      Frame goodbye = read(client);
      assertThat(goodbye.code()).isEqualTo(code);
      assertThat(goodbye.reason()).isEqualTo(reason);
      client.send(close(code, ""));
      assertThat(client.rest()).isEmpty();
      assertThat(lal.heard).isEmpty();
    }
    assertThat(world.gate().inFlight()).isZero();
    assertThat(world.gate().held()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "STOPPED, 1001, lal was stopped",
    "CRASHED, 1012, lal is restarting",
    "FAILED, 1001, lal has failed",
    "MISSING, 1001, lal was removed"
  })
  void theEndOfTheRunClosesASilentStreamWithItsReason(State state, int code, String reason)
      throws Exception {
    try (Wire client = asleep()) {
      world.asleep(state);
      lal.connection().close();
      Frame goodbye = read(client);
      assertThat(goodbye.code()).isEqualTo(code);
      assertThat(goodbye.reason()).isEqualTo(reason);
      client.send(close(code, ""));
      assertThat(client.rest()).isEmpty();
    }
    assertThat(world.gate().streams()).isZero();
  }

  @Test
  void aStreamEndsWithItsRunAlsoIfTheConnectionNeverSaysSo() {
    try (Wire client = asleep();
        Wire events = world.awake(lal.origin).client().send(get())) {
      events.head();
      world.quiet();
      world.asleep(State.STOPPED);
      assertThat(read(client).code()).isEqualTo(1001);
      assertThat(events.read(5)).isEqualTo("0\r\n\r\n");
    }
    world.eventually(() -> world.gate().streams() == 0);
  }

  @Test
  void aStreamEndsWhenItsAgentIsRemoved() {
    Gate gate;
    try (Wire client = asleep()) {
      gate = world.gate();
      world.routes.remove(World.LAL);
      assertThat(read(client).reason()).isEqualTo("lal was removed");
    }
    assertThat(gate.inFlight()).isZero();
  }

  @Test
  void nothingIsSaidIntoTheConnectionOfAnEarlierRun() {
    try (Wire client = asleep()) {
      client.send(text("wake up"));
      world.eventually(() -> !world.unanswered.isEmpty());
      AgentView next = world.view(State.RUNNING, Optional.of(lal.origin.port()), 0);
      world.routes.install(World.anotherRun(next));
      world.answer(Outcome.READY, "");
      assertThat(read(client)).satisfies(goodbye -> {
        assertThat(goodbye.code()).isEqualTo(1012);
        assertThat(goodbye.reason()).isEqualTo("lal has been restarted");
      });
      assertThat(lal.heard).isEmpty();
    }
    world.quiet();
  }

  @Test
  void theAgentMaySpeakFirstAfterTheWakeAndIsStillCountedOnce() throws Exception {
    try (Wire client = asleep()) {
      client.send(text("wake up"));
      world.eventually(() -> !world.unanswered.isEmpty());
      world.awake(lal.origin); // ready, and those who wait have not been told yet
      lal.connection().send(plain(true, TEXT, bytes("good morning")));
      assertThat(read(client).text()).isEqualTo("good morning");
      world.answer(Outcome.READY, "");
      assertThat(lal.hears().text()).isEqualTo("wake up");
      world.quiet(); // a place taken twice would never be given back twice
    }
    assertThat(world.gate().inFlight()).isZero();
  }

  @Test
  void whatTheAgentSaidJustBeforeItsPauseArrives() throws Exception {
    try (Wire client = asleep()) {
      lal.connection().send(plain(true, TEXT, bytes("good night")));
      assertThat(read(client).text()).isEqualTo("good night");
      assertThat(world.gate().inFlight()).isZero();
      assertThat(world.wakes).isEmpty();
    }
  }

  @Test
  void noPongOfOursComesBetweenThePiecesOfAFrameOfTheAgent() throws Exception {
    byte[] frame = plain(true, TEXT, bytes("good night"));
    lal.answersPings = false;
    try (Wire client = asleep()) {
      Wire agent = lal.connection().send(Arrays.copyOf(frame, 4));
      client.bytes(4);
      client.send(ping("there?")); // only the agent can answer it
      world.wakeUp(lal.origin);
      assertThat(lal.hears().text()).isEqualTo("there?");
      agent.send(Arrays.copyOfRange(frame, 4, frame.length));
      assertThat(client.bytes(frame.length - 4)).endsWith(bytes("night"));
    }
  }

  @Test
  void anAgentThatWasFrozenUnderAnOpenStreamIsWokenByTheNextMessage() throws Exception {
    try (Wire client = world.awake(lal.origin).client().send(UPGRADE)) {
      client.head();
      assertThat(world.gate().inFlight()).isEqualTo(1);
      world.asleep(State.PAUSED); // an operator insisted
      client.send(text("wake up"));
      world.eventually(() -> world.gate().held() == 1);
      assertThat(world.gate().inFlight()).isZero();
      assertThat(lal.heard).isEmpty();
      world.wakeUp(lal.origin);
      assertThat(lal.hears().text()).isEqualTo("wake up");
      assertThat(world.gate().inFlight()).isEqualTo(1);
    }
    world.quiet();
  }

  @Test
  void aClientThatFloodsAWakingAgentIsNotRead() throws Exception {
    try (Wire client = asleep()) {
      Flood flood = new Flood(client);
      world.eventually(flood::isStuck);
      assertThat(flood.sent()).isLessThan(64L << 20);
      assertThat(lal.heard).isEmpty();
      world.wakeUp(lal.origin);
      assertThat(lal.hears().payload().length()).isEqualTo(Flood.BLOCK);
    }
    world.quiet();
  }

  @Test
  void manyStreamsAndRequestsAtOnceCostOneWakeAndAllGoOn() throws Exception {
    List<Wire> clients = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      clients.add(world.with(SOON_IDLE).awake(lal.origin).client().send(UPGRADE));
      clients.get(i).head();
    }
    world.quiet();
    world.asleep(State.PAUSED);
    for (int i = 0; i < 30; i++) {
      clients.get(i).send(text("from " + i));
    }
    try (Wire request = world.client().send(get())) {
      world.eventually(() -> world.gate().held() == 31);
      world.wakeUp(lal.origin);
      assertThat(request.head()).startsWith("HTTP/1.1 200");
    }
    List<String> heard = new ArrayList<>();
    while (heard.size() < 30) {
      heard.add(lal.hears().text());
    }
    assertThat(heard).doesNotHaveDuplicates().contains("from 0", "from 29");
    assertThat(world.wakes).hasSize(1);
    clients.forEach(Wire::close);
    world.quiet();
    world.eventually(() -> world.gate().streams() == 0);
  }

  @Test
  void anOpenStreamStaysInTheCountIfThatIsWanted() {
    GatewayConfig usual = World.TestSettings.config();
    try (World wakeful = new World(World.TestSettings.config(
            usual.server(), new GatewayConfig.Wake(10, 10, true), Duration.ofMinutes(1)));
        Wire client = wakeful.with(SOON_IDLE).awake(lal.origin).client().send(UPGRADE)) {
      client.head();
      await(wakeful.vertx.timer(200));
      assertThat(wakeful.gate().inFlight()).isEqualTo(1);
    }
  }

  @Test
  void whoLeavesWhileHisMessageIsHeldLeavesTheQueue() {
    try (Wire client = asleep()) {
      client.send(text("wake up"));
      world.eventually(() -> world.gate().held() == 1);
      client.abort();
      world.eventually(() -> world.gate().held() == 0);
    }
    world.wakeUp(lal.origin);
    assertThat(world.gate().inFlight()).isZero();
    assertThat(lal.heard).isEmpty();
  }

  @Test
  void aStreamWhoseClientLeftIsForgotten() {
    Wire client = silent();
    Wire events = world.client().send(get());
    events.head();
    world.eventually(() -> world.gate().streams() == 2);
    client.close();
    events.close();
    world.eventually(() -> world.gate().streams() == 0);
  }

  private static io.vertx.core.buffer.Buffer buffer(String text) {
    return io.vertx.core.buffer.Buffer.buffer(text);
  }

  private static String get() {
    return "GET /bots/lal/events HTTP/1.1\r\nHost: h\r\n\r\n";
  }
}
