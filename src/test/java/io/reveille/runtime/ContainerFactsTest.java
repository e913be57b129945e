package io.reveille.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ContainerFactsTest {
  private final JsonObject answer = Inspected.running("1", "lal");

  @Test
  void readsWhatAnEngineAnswers() {
    ContainerFacts facts = Inspected.facts(Inspected.exited(answer, 137, Inspected.FINISHED));

    assertThat(facts.name()).isEqualTo("lal");
    assertThat(facts.image()).isEqualTo("agent:1");
    assertThat(facts.startedAt()).isEqualTo(Inspected.STARTED);
    assertThat(facts.finishedAt()).contains(Instant.parse(Inspected.FINISHED));
    assertThat(facts.exitCode()).isEqualTo(137);
    assertThat(facts.wiring().published()).containsKey(8080);
  }

  @Test
  void containerThatNeverRanHasNoTimes() {
    answer.getJsonObject("State").put("StartedAt", "0001-01-01T00:00:00Z");

    ContainerFacts facts = Inspected.facts(answer);

    assertThat(facts.startedAt()).isEmpty();
    assertThat(facts.finishedAt()).isEmpty();
  }

  @Test
  void stopSignalAndTimeoutAreTheContainersOwn() {
    answer.getJsonObject("Config").put("StopSignal", "SIGRTMIN+3").put("StopTimeout", 90);

    assertThat(Inspected.facts(answer).stopping())
        .isEqualTo(new ContainerFacts.Stopping(37, Duration.ofSeconds(90)));
  }

  @Test
  void withoutThemTheyAreDockersDefaults() {
    assertThat(Inspected.facts(answer).stopping())
        .isEqualTo(new ContainerFacts.Stopping(15, Duration.ofSeconds(10)));
  }

  @Test
  void udpPortsAndUnboundOnesAreNoWayIn() {
    answer.getJsonObject("Config").getJsonObject("ExposedPorts").put("53/udp", new JsonObject());
    answer
        .getJsonObject("NetworkSettings")
        .put(
            "Ports",
            new JsonObject()
                .putNull("8080/tcp")
                .put(
                    "53/udp",
                    new JsonArray()
                        .add(new JsonObject().put("HostIp", "0.0.0.0").put("HostPort", "53"))));

    Wiring wiring = Inspected.facts(answer).wiring();

    assertThat(wiring.exposed()).containsExactly(8080);
    assertThat(wiring.published()).isEmpty();
    assertThat(wiring.networks()).isEqualTo(Map.of("bridge", "172.17.0.2"));
  }
}
