package io.reveille.notify;

import static io.reveille.notify.WakingIndicator.Event.ACCEPTED;
import static io.reveille.notify.WakingIndicator.Event.DROPPED;
import static io.reveille.notify.WakingIndicator.Event.FAILED;
import static io.reveille.notify.WakingIndicator.Event.NEWS;
import static io.reveille.notify.WakingIndicator.Event.POST_DUE;
import static io.reveille.notify.WakingIndicator.Event.PUT_OFF;
import static io.reveille.notify.WakingIndicator.Event.READY;
import static io.reveille.notify.WakingIndicator.Event.REFUSED;
import static io.reveille.notify.WakingIndicator.Event.TYPING_DUE;
import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.config.GatewayConfig.Chat.OnReady;
import io.reveille.notify.WakingIndicator.Effect;
import io.reveille.notify.WakingIndicator.Event;
import io.reveille.notify.WakingIndicator.Phase;
import io.reveille.notify.WakingIndicator.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WakingIndicatorTest {

  /** What happens, and all that is done about it. */
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "READY, REST",
        "FAILED, REST",
        "DROPPED, REST",
        "TYPING_DUE, TYPE",
        "TYPING_DUE TYPING_DUE READY, TYPE TYPE REST",
        "TYPING_DUE FAILED, TYPE REST",
        "POST_DUE, POST",
        "POST_DUE POST_DUE, POST",
        "POST_DUE TYPING_DUE, POST TYPE",
        "POST_DUE ACCEPTED, POST REMEMBER REVISE",
        "POST_DUE ACCEPTED POST_DUE, POST REMEMBER REVISE",
        "POST_DUE ACCEPTED TYPING_DUE, POST REMEMBER REVISE TYPE",
        "POST_DUE ACCEPTED NEWS, POST REMEMBER REVISE REVISE",
        "POST_DUE ACCEPTED READY, POST REMEMBER REVISE REST DELETE",
        "POST_DUE ACCEPTED FAILED, POST REMEMBER REVISE REST SAY_FAILED",
        "POST_DUE ACCEPTED DROPPED, POST REMEMBER REVISE REST DELETE",
        "POST_DUE READY, POST REST",
        "POST_DUE READY ACCEPTED, POST REST REMEMBER DELETE",
        "POST_DUE READY REFUSED, POST REST",
        "POST_DUE READY PUT_OFF, POST REST",
        "POST_DUE FAILED ACCEPTED, POST REST REMEMBER SAY_FAILED",
        "POST_DUE DROPPED ACCEPTED, POST REST REMEMBER DELETE",
        "POST_DUE READY FAILED ACCEPTED, POST REST REMEMBER DELETE",
        "POST_DUE FAILED READY ACCEPTED, POST REST REMEMBER SAY_FAILED",
        "POST_DUE REFUSED POST_DUE, POST",
        "POST_DUE REFUSED TYPING_DUE READY, POST TYPE REST",
        "POST_DUE PUT_OFF POST_DUE, POST POST_AGAIN POST",
        "POST_DUE PUT_OFF READY POST_DUE, POST POST_AGAIN REST",
        "POST_DUE NEWS ACCEPTED, POST REMEMBER REVISE",
        "NEWS POST_DUE, POST",
        "READY TYPING_DUE POST_DUE NEWS READY FAILED, REST",
        "POST_DUE ACCEPTED READY TYPING_DUE POST_DUE NEWS READY FAILED DROPPED, "
            + "POST REMEMBER REVISE REST DELETE",
      })
  void eachThingThatHappensHasItsEffects(String events, String effects) {
    assertThat(effects(OnReady.DELETE, events)).isEqualTo(effects);
  }

  @ParameterizedTest
  @CsvSource({
    "POST_DUE ACCEPTED READY, POST REMEMBER REVISE REST SAY_AWAKE",
    "POST_DUE READY ACCEPTED, POST REST REMEMBER SAY_AWAKE",
    "POST_DUE ACCEPTED DROPPED, POST REMEMBER REVISE REST DELETE",
    "POST_DUE ACCEPTED FAILED, POST REMEMBER REVISE REST SAY_FAILED",
    "READY, REST",
  })
  void postThatIsToBeEditedSaysThatItIsAwake(String events, String effects) {
    assertThat(effects(OnReady.EDIT, events)).isEqualTo(effects);
  }

  @Test
  void itIsOverForTheWakeBeforeItIsOverForThePost() {
    assertThat(after(POST_DUE, READY).over()).isTrue();
    assertThat(after(POST_DUE).over()).isFalse();
    assertThat(after(POST_DUE, REFUSED).over()).isFalse();
    assertThat(after(READY).over()).isTrue();
  }

  /** Whatever happens in whatever order. */
  @Test
  void noTwoPostsStandAndNoneStaysUnended() {
    for (int seed = 0; seed < 5_000; seed++) {
      Random random = new Random(seed);
      WakingIndicator indicator = WakingIndicator.begin(OnReady.DELETE);
      boolean asked = false;
      int standing = 0;
      for (int step = 0; step < 30; step++) {
        Step next = indicator.on(event(random, asked));
        asked = asked && next.next().phase() == indicator.phase();
        indicator = next.next();
        for (Effect effect : next.effects()) {
          switch (effect) {
            case POST -> {
              assertThat(asked || standing > 0).as("seed %d", seed).isFalse();
              asked = true;
            }
            case REMEMBER -> standing++;
            case DELETE, SAY_AWAKE, SAY_FAILED -> standing--;
            case TYPE, REST, POST_AGAIN, REVISE -> {}
          }
        }
        asked = asked || isAsked(indicator.phase());
      }
      Step end = indicator.on(READY);
      boolean ends = end.effects().contains(Effect.DELETE);
      assertThat(standing).as("seed %d", seed).isEqualTo(ends ? 1 : 0);
    }
  }

  private static boolean isAsked(Phase phase) {
    return switch (phase) {
      case POSTING, READY_LATE, FAILED_LATE, DROPPED_LATE -> true;
      case UNPOSTED, POSTED, MUTE, OVER -> false;
    };
  }

  /** An answer comes only to who asked. */
  private static Event event(Random random, boolean asked) {
    List<Event> possible =
        new ArrayList<>(List.of(TYPING_DUE, POST_DUE, NEWS, READY, FAILED, DROPPED));
    possible.addAll(asked ? List.of(ACCEPTED, REFUSED, PUT_OFF) : List.of(POST_DUE));
    return possible.get(random.nextInt(possible.size()));
  }

  private static WakingIndicator after(Event... events) {
    WakingIndicator indicator = WakingIndicator.begin(OnReady.DELETE);
    for (Event event : events) {
      indicator = indicator.on(event).next();
    }
    return indicator;
  }

  private static String effects(OnReady onReady, String events) {
    List<String> effects = new ArrayList<>();
    WakingIndicator indicator = WakingIndicator.begin(onReady);
    for (String event : List.of(events.split(" ", -1))) {
      Step step = indicator.on(Event.valueOf(event));
      step.effects().forEach(effect -> effects.add(effect.name()));
      indicator = step.next();
    }
    return String.join(" ", effects);
  }
}
