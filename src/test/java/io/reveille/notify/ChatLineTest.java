package io.reveille.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.notify.ChatFault.Kind;
import io.reveille.testing.ManualTimers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChatLineTest {
  private static final Place PLACE =
      Place.of("mattermost:here", Optional.empty()).orElseThrow();

  private final ManualTimers timers = new ManualTimers();
  private final ChatLine line = new ChatLine(Place.Server.MATTERMOST, timers);
  private final List<Promise<String>> calls = new ArrayList<>();

  @Test
  void fewCallsAreUnderWayAtOnce() {
    for (int call = 0; call < 6; call++) {
      send();
    }
    assertThat(calls).hasSize(4);

    calls.get(0).complete("done");

    assertThat(calls).hasSize(5);
  }

  @Test
  void callThatHangsGivesItsTurnToTheNextAndIsHeardAllTheSame() {
    Future<String> hanging = send();
    send();
    send();
    send();
    send();

    timers.advance(ChatLine.TURN);
    assertThat(calls).hasSize(5);
    assertThat(hanging.isComplete()).isFalse();
    calls.get(0).complete("late");

    assertThat(hanging.result()).isEqualTo("late");
    assertThat(calls).hasSize(5);
  }

  @Test
  void silenceAfterARefusalEnds() {
    send();
    calls.get(0).fail(new ChatFault(Kind.TOKEN, "HTTP 401"));
    assertThat(send().failed()).isTrue();
    assertThat(calls).hasSize(1);

    timers.advance(ChatLine.AFTER_A_REFUSAL);
    send();

    assertThat(calls).hasSize(2);
  }

  @Test
  void whatWaitsWhenSilenceIsAskedForIsNotSent() {
    for (int call = 0; call < 5; call++) {
      send();
    }

    calls.get(0).fail(new ChatFault(Kind.TOO_MANY, Duration.ofSeconds(10), "later"));

    assertThat(calls).hasSize(4);
  }

  @Test
  void queueHasAnEnd() {
    List<Future<String>> answers = new ArrayList<>();
    for (int call = 0; call < 300; call++) {
      answers.add(send());
    }

    assertThat(answers.get(299).failed()).isTrue();
    assertThat(answers.get(200).isComplete()).isFalse();
  }

  private Future<String> send() {
    return line.send(PLACE, () -> {
      Promise<String> call = Promise.promise();
      calls.add(call);
      return call.future();
    });
  }
}
