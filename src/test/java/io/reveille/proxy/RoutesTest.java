package io.reveille.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.bus.GatewayMessage.WakeReply.Outcome;
import io.reveille.core.Agent.State;
import io.reveille.core.AgentSettings;
import io.reveille.core.AgentView;
import io.reveille.core.BotId;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RoutesTest {
  private final World world = new World();
  private final AgentView lal = world.view(State.PAUSED, Optional.empty(), 0);

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void anIdGoesBeforeAnAliasOfTheSameName() {
    world.routes.install(lal);
    world.routes.install(named(lal, new BotId("data"), Set.of()));
    assertThat(id("data")).isEqualTo("data");
    assertThat(id("lal")).isEqualTo("lal");
  }

  @Test
  void theSameAgentKeepsItsGateAndLosesTheAliasesItNoLongerHas() {
    var gate = world.routes.install(lal);
    assertThat(id("data")).isEqualTo("lal");
    assertThat(world.routes.install(named(lal, lal.id(), Set.of(new BotId("lore")))))
        .isSameAs(gate);
    assertThat(world.routes.find("data")).isEmpty();
    assertThat(id("lore")).isEqualTo("lal");
  }

  @Test
  void whoeverIsHeldByAnAgentThatIsRemovedIsTold() {
    world.asleep(State.PAUSED);
    try (Wire client = world.client().send("GET /bots/lal/ HTTP/1.1\r\nHost: h\r\n\r\n")) {
      world.eventually(() -> !world.unanswered.isEmpty());
      world.routes.remove(lal.id());
      assertThat(client.message()).startsWith("HTTP/1.1 404").contains("unknown-agent");
    }
    assertThat(world.routes.find("lal")).isEmpty();
    assertThat(world.routes.find("data")).isEmpty();
    world.answer(Outcome.UNKNOWN_AGENT, "");
  }

  @Test
  void tenThousandAgentsAreInstalledInNoTime() {
    long begin = System.nanoTime();
    for (int i = 0; i < 10_000; i++) {
      world.routes.install(named(lal, new BotId("bot" + i), Set.of(new BotId("alias" + i))));
    }
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
    assertThat(id("alias9999")).isEqualTo("bot9999");
  }

  private String id(String name) {
    return world.routes.find(name).orElseThrow().gate().view().id().value();
  }

  private static AgentView named(AgentView like, BotId id, Set<BotId> aliases) {
    AgentSettings base = like.settings();
    AgentSettings settings = new AgentSettings(
        base.name(),
        aliases,
        base.container(),
        base.address(),
        base.idleTimeout(),
        base.idleAction(),
        base.stopAfter(),
        base.stopTimeout(),
        base.restarts(),
        base.ready(),
        base.busy(),
        base.awakeHours(),
        base.dependsOn(),
        base.holdTimeout(),
        base.ignore(),
        base.chatChannel(),
        base.command());
    return new AgentView(
        id,
        like.state(),
        like.generation(),
        like.endpoint(),
        settings,
        like.since(),
        like.retryAtNanos(),
        like.lastWake(),
        like.lastWakeTook(),
        like.usualWake(),
        like.lastExit());
  }
}
