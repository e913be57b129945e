package io.reveille.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.bus.GatewayMessage.ChatPlace;
import io.reveille.bus.GatewayMessage.Held;
import io.reveille.core.Agent.State;
import io.reveille.core.AgentView;
import io.reveille.core.AgentView.UsualWake;
import io.reveille.core.AgentView.WakeKind;
import io.reveille.core.BotId;
import io.reveille.core.Generation;
import io.reveille.testing.ManualTimers;
import io.reveille.testing.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChatPlacesTest {
  private static final BotId LAL = new BotId("lal");
  private static final Duration PATIENCE = Duration.ofSeconds(25);

  private final ManualTimers timers = new ManualTimers();
  private final List<Held> told = new ArrayList<>();
  private final ChatPlaces places = new ChatPlaces(timers, told::add);

  @Test
  void fiftyMessagesOfOneThreadAreToldOnce() {
    for (int message = 0; message < 50; message++) {
      places.waits(view(State.PAUSED, 0), place("thread", "m" + message), PATIENCE);
    }

    assertThat(told)
        .containsExactly(
            new Held(LAL, place("thread"), PATIENCE, Optional.of(Duration.ofSeconds(6))));
  }

  @Test
  void eachThreadIsTold() {
    places.waits(view(State.PAUSED, 0), place("one"), PATIENCE);
    places.waits(view(State.PAUSED, 0), place("two"), PATIENCE);

    assertThat(told.stream().map(Held::place)).containsExactly(place("one"), place("two"));
  }

  @Test
  void theNextWakeIsToldAgain() {
    places.waits(view(State.PAUSED, 0), place("thread"), PATIENCE);
    places.waits(view(State.PAUSED, 1), place("thread"), PATIENCE);

    assertThat(told).hasSize(2);
  }

  @Test
  void whoWaitsClearlyLongerIsTold() {
    places.waits(view(State.STARTING, 0), place("thread"), PATIENCE);
    timers.advance(Duration.ofSeconds(4));
    places.waits(view(State.STARTING, 0), place("thread"), PATIENCE);
    assertThat(told).hasSize(1);

    timers.advance(Duration.ofSeconds(1));
    places.waits(view(State.STARTING, 0), place("thread"), PATIENCE);

    assertThat(told).hasSize(2);
  }

  @Test
  void callerWhoNamesEverNewPlacesIsNotFollowedEverywhere() {
    for (int thread = 0; thread < 1_000; thread++) {
      places.waits(view(State.PAUSED, 0), place("t" + thread), PATIENCE);
    }

    assertThat(told).hasSize(64);
  }

  private static ChatPlace place(String thread) {
    return new ChatPlace("mattermost:here", Optional.of(thread), Optional.empty());
  }

  private static ChatPlace place(String thread, String message) {
    return new ChatPlace("mattermost:here", Optional.of(thread), Optional.of(message));
  }

  private static AgentView view(State state, long since) {
    return new AgentView(
        LAL,
        state,
        Generation.NONE,
        Optional.empty(),
        Settings.defaults(),
        Instant.ofEpochSecond(since),
        0,
        WakeKind.NONE,
        Duration.ZERO,
        Optional.of(new UsualWake(Duration.ofSeconds(6), Duration.ofSeconds(9))),
        Optional.empty());
  }
}
