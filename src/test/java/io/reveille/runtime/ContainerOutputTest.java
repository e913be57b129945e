package io.reveille.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.StreamType;
import io.reveille.core.LogLine;
import io.reveille.core.LogLine.Source;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ContainerOutputTest {
  private static final String AT = "2026-11-22T10:00:00.123456789Z";

  @Test
  void aLineHasTheTimeAndTheStreamThatTheEngineTells() throws IOException {
    try (ContainerOutput output = new ContainerOutput(9)) {
      output.onNext(frame(StreamType.STDOUT, AT + " ready on port 8080\n"));
      output.onNext(frame(StreamType.STDERR, AT + " \n"));

      assertThat(output.lines())
          .containsExactly(
              new LogLine(Optional.of(Instant.parse(AT)), Source.STDOUT, "ready on port 8080"),
              new LogLine(Optional.of(Instant.parse(AT)), Source.STDERR, ""));
    }
  }

  @Test
  void whatHasNoTimeIsTextAllTheSame() throws IOException {
    try (ContainerOutput output = new ContainerOutput(9)) {
      output.onNext(frame(StreamType.RAW, "no time at all\nword\n"));

      assertThat(output.lines()).containsExactly(LogLine.of("no time at all"), LogLine.of("word"));
    }
  }

  private static Frame frame(StreamType type, String text) {
    return new Frame(type, text.getBytes(StandardCharsets.UTF_8));
  }
}
