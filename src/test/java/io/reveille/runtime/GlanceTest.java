package io.reveille.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class GlanceTest {
  private static final String STARTED = "2026-11-22T10:00:00.123456789Z";

  @Test
  void statusAndBeginningOfTheRunAreSeenWhateverStandsBeforeThem() throws IOException {
    Glance seen = glance("""
        { "Id": "c1", "Args": ["State", {"Status": "no"}], "Labels": {"State": {"Status": "no"}},
          "State": { "Health": {"Status": "unhealthy", "Log": [{}]}, "Status": "running",
                     "Pid": 7, "StartedAt": "%s" },
          "Name": "/lal" }
        """.formatted(STARTED));

    assertThat(seen).isEqualTo(new Glance("running", STARTED, 5));
  }

  @Test
  void nothingIsSeenOfWhatIsNoInspection() throws IOException {
    Glance nothing = new Glance("", "", 5);

    assertThat(glance("{\"message\": \"No such container: c1\"}")).isEqualTo(nothing);
    assertThat(glance("{\"State\": \"running\"}")).isEqualTo(nothing);
    assertThat(glance("[]")).isEqualTo(nothing);
    assertThat(glance("")).isEqualTo(nothing);
  }

  private static Glance glance(String answer) throws IOException {
    return Glance.at(answer.getBytes(StandardCharsets.UTF_8), 5);
  }
}
