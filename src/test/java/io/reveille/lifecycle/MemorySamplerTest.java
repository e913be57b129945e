package io.reveille.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.bus.GatewayMessage.Act.Action;
import io.reveille.bus.GatewayMessage.MemoryPoint;
import io.reveille.core.Sighting.Status;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MemorySamplerTest {
  private final Rig rig = new Rig();

  @Test
  void onlyAgentsThatRunOrArePausedAreAskedFor() {
    rig.with("lal", Status.RUNNING)
        .with("b", Status.PAUSED)
        .with("c", Status.CREATED)
        .start();
    MemorySampler sampler = sampler();

    rig.advance(Duration.ofSeconds(20));

    assertThat(rig.runtime.asked).containsExactlyInAnyOrder("lal", "b");
    assertThat(Reports.of(rig.lal()).memory().inUse()).contains(1000L);
    assertThat(Reports.of(rig.keeper("c")).memory().inUse()).isEmpty();
    assertThat(sampler.points()).containsExactly(new MemoryPoint(rig.timers.wall(), 2000, 0));
  }

  @Test
  void whatWasStoppedHasFreedWhatItUsedLast() {
    rig.with("lal", Status.RUNNING).start();
    MemorySampler sampler = sampler();
    rig.advance(Duration.ofSeconds(20));

    rig.act(Action.STOP, false, Rig.PATIENCE);
    rig.advance(Duration.ofSeconds(60));

    assertThat(Reports.of(rig.lal()).memory().inUse()).isEmpty();
    assertThat(Reports.of(rig.lal()).memory().freed()).contains(1000L);
    assertThat(sampler.points()).hasSize(2);
    assertThat(sampler.points().get(1).freed()).isEqualTo(1000);
  }

  @Test
  void anAnswerThatDoesNotComeIsNotGuessed() {
    rig.with("lal", Status.RUNNING).start();
    rig.runtime.memory = Optional.empty();
    MemorySampler sampler = sampler();

    rig.advance(Duration.ofSeconds(20));

    assertThat(Reports.of(rig.lal()).memory().inUse()).isEmpty();
    assertThat(sampler.points()).isEmpty();
  }

  private MemorySampler sampler() {
    MemorySampler sampler = new MemorySampler(rig.fleet, rig.ports());
    sampler.keepSampling();
    return sampler;
  }
}
