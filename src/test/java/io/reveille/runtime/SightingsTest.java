package io.reveille.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.core.BotId;
import io.reveille.core.Sighting.Health;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SightingsTest {
  private final Sightings sightings = new Sightings(
      () -> RuntimeConfig.of("", Map.of()),
      exited -> false,
      new Complaints(),
      new Addresses(false));

  @Test
  void aPausedContainerIsNotTakenForUnhealthy() {
    assertThat(unhealthy("running")).isEqualTo(Health.UNHEALTHY);
    assertThat(unhealthy("paused")).isEqualTo(Health.STARTING);
  }

  private Health unhealthy(String status) {
    JsonObject answer = Inspected.status(Inspected.running("a", "lal"), status);
    answer.getJsonObject("State").put("Health", new JsonObject().put("Status", "unhealthy"));
    return sightings.of(new BotId("lal"), Inspected.facts(answer)).health();
  }
}
