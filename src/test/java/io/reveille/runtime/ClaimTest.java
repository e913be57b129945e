package io.reveille.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.config.GatewayConfig.Agents;
import io.reveille.core.BotId;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClaimTest {
  private static final BotId LAL = new BotId("lal");
  private static final Map<String, String> ENABLED = Map.of("reveille.enable", "true");

  @Test
  void labelledContainerStandsForItsLabelElseItsServiceElseItsName() {
    Agents none = agents(Map.of());

    assertThat(Claim.of(none, "x-1", "1", ENABLED).bot()).contains(new BotId("x-1"));
    assertThat(
            Claim.of(none, "x-1", "1", with("com.docker.compose.service", "x")).bot())
        .contains(new BotId("x"));
    assertThat(Claim.of(none, "x-1", "1", with("reveille.id", "Lal")).bot()).contains(LAL);
  }

  @Test
  void containerWithoutTheLabelStandsForNobody() {
    assertThat(
            Claim.of(agents(Map.of()), "lal", "1", Map.of("reveille.id", "lal")).bot())
        .isEmpty();
  }

  @Test
  void malformedIdIsAProblemThatNamesTheLabel() {
    Claim claim = Claim.of(agents(Map.of()), "lal", "1", with("reveille.id", "no good"));

    assertThat(claim.bot()).isEmpty();
    assertThat(claim.problem()).contains("label reveille.id", "'no good'");
  }

  @Test
  void fileOutweighsLabels() {
    Agents named = agents(Map.of(LAL, Optional.of("agent-7")));

    assertThat(Claim.of(named, "agent-7", "1", with("reveille.id", "data")))
        .isEqualTo(new Claim(Optional.of(LAL), true, ""));
  }

  @Test
  void nameThatIsAConfiguredBotNeedsNoLabelUnlessTheFileNamesAnother() {
    assertThat(Claim.of(agents(Map.of(LAL, Optional.empty())), "lal", "1", Map.of()))
        .isEqualTo(new Claim(Optional.of(LAL), true, ""));
    assertThat(Claim.of(agents(Map.of(LAL, Optional.of("other"))), "lal", "1", Map.of())
            .bot())
        .isEmpty();
  }

  @Test
  void containerThatSaysWhomItStandsForIsNotTakenByItsName() {
    Agents configured = agents(Map.of(LAL, Optional.empty()));

    assertThat(Claim.of(configured, "lal", "1", with("reveille.id", "data")).bot())
        .contains(new BotId("data"));
  }

  private static Map<String, String> with(String label, String value) {
    return Map.of("reveille.enable", "true", label, value);
  }

  private static Agents agents(Map<BotId, Optional<String>> configured) {
    return RuntimeConfig.of("unix:///nowhere", configured).agents();
  }
}
