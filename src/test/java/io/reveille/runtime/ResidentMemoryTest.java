package io.reveille.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.testing.Eventually;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ResidentMemoryTest {
  private static final long MIB = 1024 * 1024;

  @Test
  void thisProcessHoldsWhatAJavaMachineNeedsAtLeast() {
    assertThat(ResidentMemory.ofTree(ProcessHandle.current())).isGreaterThan(20 * MIB);
  }

  @Test
  void childrenCountAsWellAndNobodyAfterTheEnd() throws IOException {
    Process shell = new ProcessBuilder("sh", "-c", "sleep 60 & wait").start();
    try {
      Eventually.holds(
          "the shell has a child",
          Duration.ofSeconds(20),
          () -> shell.toHandle().children().count() == 1);
      ProcessHandle child = shell.toHandle().children().findFirst().orElseThrow();
      long ofChild = ResidentMemory.ofTree(child);

      assertThat(ofChild).isPositive();
      assertThat(ResidentMemory.ofTree(shell.toHandle())).isGreaterThan(ofChild);
    } finally {
      shell.descendants().forEach(ProcessHandle::destroyForcibly);
      shell.destroyForcibly();
    }
    Eventually.ended(shell);
    assertThat(ResidentMemory.ofTree(shell.toHandle())).isZero();
  }
}
