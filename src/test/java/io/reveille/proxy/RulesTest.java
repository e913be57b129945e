package io.reveille.proxy;

import static io.reveille.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.bus.GatewayMessage.WakeReply.Outcome;
import io.reveille.config.GatewayConfig;
import io.reveille.config.Secret;
import io.reveille.core.Agent.State;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulesTest {
  private final World world = new World();
  private final Origin origin = Origin.sayingHello();

  @AfterEach
  void close() {
    origin.close();
    world.close();
  }

  @Test
  void anUnknownBotIs404() {
    assertThat(world.get("/bots/nobody/x"))
        .startsWith("HTTP/1.1 404")
        .contains("urn:reveille:problem:unknown-agent", "application/problem+json", "no-store");
    assertThat(world.get("/elsewhere")).startsWith("HTTP/1.1 404").contains("unknown-agent");
  }

  @Test
  void aMalformedBotIdIs400EvenIfItDecodesToAGoodOne() {
    world.awake(origin);
    assertThat(world.get("/bots/%6cal/x")).startsWith("HTTP/1.1 400").contains("malformed-bot-id");
    assertThat(world.get("/bots/lal%2f..%2fx/")).startsWith("HTTP/1.1 400");
    assertThat(world.get("/bots/../x")).startsWith("HTTP/1.1 400");
    assertThat(origin.requests).isEmpty();
  }

  @Test
  void whatFollowsTheBotIdReachesTheAgentByteByByte() {
    world.awake(origin);
    world.get("/bots/lal/a/../%2e%2e/b%20c;d?x=%41&y=/bots/z");
    world.get("/bots/LAL?q=1");
    world.get("/bots/data");
    assertThat(origin.requests.get(0))
        .startsWith("GET /a/../%2e%2e/b%20c;d?x=%41&y=/bots/z HTTP/1.1");
    assertThat(origin.requests.get(1)).startsWith("GET /?q=1 HTTP/1.1");
    assertThat(origin.requests.get(2)).startsWith("GET / HTTP/1.1");
  }

  @Test
  void theWholePathIsForwardedWhenHeaderOrHostNameTheBot() {
    world.configure(World.TestSettings.config(
        new GatewayConfig.Server("127.0.0.1", 0, "/bots", "bots.example", Secret.NONE),
        new GatewayConfig.Wake(10, 10, false),
        Duration.ofMinutes(1)));
    world.awake(origin);
    world.ask("GET /v1/chat HTTP/1.1\r\nHost: x\r\nReveille-Agent: lal\r\n\r\n");
    world.ask("GET /v1/chat?b HTTP/1.1\r\nHost: lal.bots.example:80\r\n\r\n");
    assertThat(origin.requests.get(0)).startsWith("GET /v1/chat HTTP/1.1");
    assertThat(origin.requests.get(1)).startsWith("GET /v1/chat?b HTTP/1.1");
  }

  @Test
  void reveillesOwnCornerIsNeverForwarded() {
    world.awake(origin);
    assertThat(world.get("/bots/lal/.reveille/x")).startsWith("HTTP/1.1 404");
    assertThat(world.get("/bots/lal/%2Ereveille?x")).startsWith("HTTP/1.1 404");
    assertThat(origin.requests).isEmpty();
    assertThat(world.gate().inFlight()).isZero();
  }

  @Test
  void theTokenIsAskedForAndTheAgentsAuthorizationPasses() {
    world.configure(World.TestSettings.config(
        new GatewayConfig.Server("127.0.0.1", 0, "/bots", "", new Secret("s3cret")),
        new GatewayConfig.Wake(10, 10, false),
        Duration.ofMinutes(1)));
    world.awake(origin);
    assertThat(world.get("/bots/lal/")).startsWith("HTTP/1.1 401").contains("unauthorized");
    assertThat(
            world.ask(
                "GET /bots/lal/ HTTP/1.1\r\nHost: x\r\nReveille-Token: s3cret\r\nAuthorization: Bearer agent\r\n\r\n"))
        .startsWith("HTTP/1.1 200");
    assertThat(origin.requests.get(0))
        .contains("Authorization: Bearer agent")
        .doesNotContain("s3cret");
  }

  @Test
  void aRunningAgentGetsTheRequestAtOnce() {
    world.awake(origin);
    assertThat(world.get("/bots/lal/x").toLowerCase(Locale.ROOT))
        .startsWith("http/1.1 200 ok")
        .contains("reveille-agent: lal", "reveille-wake: none", "server-timing: agent;dur=")
        .endsWith("hello");
    assertThat(world.wakes).isEmpty();
    world.quiet();
  }

  @Test
  void anIgnoredPathOrUserAgentWakesNobody() {
    world.asleep(State.PAUSED);
    assertThat(world.get("/bots/lal/favicon.ico"))
        .startsWith("HTTP/1.1 200")
        .contains("{\"agent\":\"lal\",\"state\":\"paused\"}");
    assertThat(
            world.ask("GET /bots/lal/x HTTP/1.1\r\nHost: x\r\nUser-Agent: uptime-kuma/1.2\r\n\r\n"))
        .startsWith("HTTP/1.1 200");
    assertThat(world.wakes).isEmpty();
    assertThat(world.gate().lastActivityNanos()).isEqualTo(Long.MIN_VALUE);
  }

  @Test
  void aFailedAgentIsRefusedAtOnceAndTriedAfterTheCoolDown() {
    world.asleep(State.FAILED, Long.MAX_VALUE);
    assertThat(world.get("/bots/lal/x")).startsWith("HTTP/1.1 503").contains("agent-failed");
    world.asleep(State.FAILED, world.timers.nanos() + Duration.ofSeconds(30).toNanos());
    assertThat(world.get("/bots/lal/x")).startsWith("HTTP/1.1 503").contains("retry-after: 30");
    assertThat(world.wakes).isEmpty();

    world.asleep(State.FAILED, world.timers.nanos() - 1);
    try (Wire client = world.client()) {
      client.send("GET /bots/lal/x HTTP/1.1\r\nHost: x\r\n\r\n");
      world.wakeUp(origin);
      assertThat(client.message()).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void aRestartBeyondTheDeadlineIsToldAtOnceWithItsTrueTime() {
    world.asleep(State.RESTARTING, world.timers.nanos() + Duration.ofSeconds(40).toNanos());
    assertThat(world.get("/bots/lal/x"))
        .startsWith("HTTP/1.1 503")
        .contains("agent-restarting", "retry-after: 40");
    assertThat(world.wakes).isEmpty();
    world.asleep(State.RESTARTING, world.timers.nanos() + Duration.ofSeconds(1).toNanos());
    try (Wire client = world.client()) {
      client.send("GET /bots/lal/x HTTP/1.1\r\nHost: x\r\n\r\n");
      world.wakeUp(origin);
      assertThat(client.message()).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void aMissingAgentIsRefused() {
    world.asleep(State.MISSING);
    assertThat(world.get("/bots/lal/x")).startsWith("HTTP/1.1 503").contains("agent-missing");
  }

  @Test
  void preferWaitZeroStartsTheWakeAndAnswersNow() {
    world.asleep(State.STOPPED);
    assertThat(world.ask("GET /bots/lal/x HTTP/1.1\r\nHost: x\r\nPrefer: wait=0\r\n\r\n"))
        .startsWith("HTTP/1.1 503")
        .contains("wake-timeout", "retry-after: 9", "Reveille-State: stopped")
        .contains("Reveille-Wake: none");
    world.eventually(() -> world.wakes.size() == 1);
  }

  @Test
  void preferWaitShortensTheHoldAndNonsenseIsIgnored() {
    world.asleep(State.PAUSED);
    assertThat(world.ask("GET /bots/lal/x HTTP/1.1\r\nHost: x\r\nPrefer: wait=1\r\n\r\n"))
        .startsWith("HTTP/1.1 503")
        .contains("wake-timeout", "Server-Timing: wake;dur=", "Reveille-Wake: unpause");
    try (Wire client = world.client()) {
      client.send("GET /bots/lal/x HTTP/1.1\r\nHost: x\r\nPrefer: wait=-1\r\n\r\n");
      world.wakeUp(origin);
      assertThat(client.message()).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void aHeldRequestIsForwardedAfterTheWakeWithWhatItCost() {
    world.asleep(State.PAUSED);
    try (Wire client = world.client()) {
      client.send(
          "POST /bots/lal/x HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nReveille-Channel: mattermost:C\r\nReveille-Thread: T\r\n\r\nbody");
      world.wakeUp(origin);
      assertThat(client.message())
          .startsWith("HTTP/1.1 200")
          .contains("Reveille-Wake: unpause")
          .containsPattern("Server-Timing: wake;dur=\\d+, agent;dur=\\d+");
    }
    assertThat(origin.requests.get(0)).endsWith("body").doesNotContainIgnoringCase("reveille-");
    assertThat(world.wakes.get(0).place().orElseThrow().thread()).contains("T");
    world.quiet();
  }

  @Test
  void aWakeThatFailsIsToldWithItsReason() {
    world.asleep(State.STOPPED);
    try (Wire client = world.client()) {
      client.send("GET /bots/lal/x HTTP/1.1\r\nHost: x\r\n\r\n");
      world.answer(Outcome.WAKE_FAILED, "It ended with exit code 3.");
      assertThat(client.message())
          .startsWith("HTTP/1.1 503")
          .contains("Reveille-Wake: start")
          .contains("wake-failed", "It ended with exit code 3.", "\"agent\":\"lal\"");
    }
    assertThat(world.gate().held()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"PAUSED, unpause", "STOPPED, start", "IDLE, unpause", "RESTARTING, restart"})
  void whoJoinsAWakeUnderWayIsToldWhichOneItWas(State from, String kind) {
    world.asleep(from).asleep(State.STARTING);
    try (Wire client = world.client()) {
      client.send("GET /bots/lal/x HTTP/1.1\r\nHost: x\r\n\r\n");
      world.answer(Outcome.WAKE_FAILED, "It ended with exit code 3.");
      assertThat(client.message())
          .startsWith("HTTP/1.1 503")
          .contains("Reveille-Wake: " + kind + "\r\n");
    }
  }

  @Test
  void whoeverComesToAFullQueueIsRefused() {
    try (World small = new World(holding(1, 10))) {
      small.asleep(State.PAUSED);
      try (Wire first = small.client()) {
        first.send("GET /bots/lal/1 HTTP/1.1\r\nHost: x\r\n\r\n");
        small.eventually(() -> small.gate().held() == 1);
        assertThat(small.get("/bots/lal/2"))
            .startsWith("HTTP/1.1 503")
            .contains("too-many-waiting");
      }
    }
  }

  @Test
  void changedLimitsOfTheQueuesHoldForAgentsThatAreThereAlready() {
    try (World large = new World(holding(10, 10))) {
      large.asleep(State.PAUSED);
      try (Wire first = large.client()) {
        first.send("GET /bots/lal/1 HTTP/1.1\r\nHost: x\r\n\r\n");
        large.eventually(() -> large.gate().held() == 1);
        large.configure(holding(1, 10));
        assertThat(large.get("/bots/lal/2")).contains("too-many-waiting");
        large.configure(holding(10, 1));
        assertThat(large.get("/bots/lal/3")).contains("too-many-waiting");
      }
    }
  }

  private static GatewayConfig holding(int forOneAgent, int inAll) {
    return World.TestSettings.config(
        new GatewayConfig.Server("127.0.0.1", 0, "/bots", "", Secret.NONE),
        new GatewayConfig.Wake(forOneAgent, inAll, false),
        Duration.ofMinutes(1));
  }

  @Test
  void aClientThatLeavesIsTakenOutOfTheQueueAndTheWakeGoesOn() {
    world.asleep(State.PAUSED);
    Wire client = world.client().send("GET /bots/lal/gone HTTP/1.1\r\nHost: x\r\n\r\n");
    world.eventually(() -> world.gate().held() == 1);
    client.close();
    world.eventually(() -> world.gate().held() == 0);
    world.wakeUp(origin);
    assertThat(world.get("/bots/lal/stays")).startsWith("HTTP/1.1 200");
    assertThat(origin.requests).hasSize(1);
    world.quiet();
  }

  @Test
  void whileStoppingNewRequestsAreRefusedAndTheOneUnderWayFinishes() {
    Origin slow = new Origin((wire, self) -> {
      self.requests.add(wire.message());
      wire.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhe");
      world.eventually(() -> self.requests.size() == 2);
      wire.send("llo");
    });
    world.awake(slow);
    try (Wire first = world.client();
        Wire second = world.client()) {
      second.send("GET /bots/nobody HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(second.message()).startsWith("HTTP/1.1 404");
      first.send("GET /bots/lal/x HTTP/1.1\r\nHost: x\r\n\r\n");
      world.eventually(() -> !slow.requests.isEmpty());
      var stopped = world.stop();
      String answer =
          second.send("GET /bots/nobody HTTP/1.1\r\nHost: x\r\n\r\n").message();
      while (answer.startsWith("HTTP/1.1 404")) {
        answer = second.send("GET /bots/nobody HTTP/1.1\r\nHost: x\r\n\r\n").message();
      }
      assertThat(answer).startsWith("HTTP/1.1 503").contains("draining", "connection: close");
      slow.requests.add("go on");
      assertThat(first.message()).endsWith("hello");
      await(stopped);
    }
    slow.close();
  }
}
