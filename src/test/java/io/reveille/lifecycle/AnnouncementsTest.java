package io.reveille.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.bus.GatewayMessage.AgentEvent;
import io.reveille.testing.ManualTimers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AnnouncementsTest {
  private final ManualTimers timers = new ManualTimers();
  private final List<String> told = new ArrayList<>();
  private final Announcements announcements =
      new Announcements(timers, event -> told.add(event.name()));

  @Test
  void nobodyIsToldInTheMidstOfAWake() {
    announce("agent.waking");
    timers.advance(Duration.ofMillis(20));

    assertThat(told).isEmpty();
  }

  @Test
  void everythingIsToldInItsOrderBehindTheRush() {
    announce("agent.waking");
    timers.advance(Duration.ofMillis(20));
    announce("agent.ready");
    timers.advance(Duration.ofMillis(10));

    assertThat(told).containsExactly("agent.waking", "agent.ready");
  }

  @Test
  void whatIsOfNoWakeIsToldAtOnceAndBehindWhatWasBefore() {
    announce("agent.waking");
    announce("agent.crashed");

    assertThat(told).containsExactly("agent.waking", "agent.crashed");
  }

  @Test
  void whatIsUntoldAtTheEndIsToldAtOnce() {
    announce("agent.ready");
    announcements.tellAll();

    assertThat(told).containsExactly("agent.ready");
    timers.advance(Duration.ofSeconds(1));
    assertThat(told).hasSize(1);
  }

  private void announce(String name) {
    announcements.publish(AgentEvent.of(name, timers.wall(), ""));
  }
}
