package io.reveille;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** That the benchmark still measures; what it finds on a busy machine means nothing. */
class BenchIT {
  private static final List<String> TOOLS = List.of("wrk", "h2load", "nginx", "haproxy");

  @Test
  @Timeout(value = 8, unit = TimeUnit.MINUTES)
  void theBenchmarkFindsAnswersOfEveryProxyAndNoErrors() throws Exception {
    assumeTrue(TOOLS.stream().allMatch(BenchIT::installed), "the tools of scripts/bench are here");
    ProcessBuilder builder =
        new ProcessBuilder("bash", "scripts/bench", "steady").redirectErrorStream(true);
    builder.environment().put("ROUNDS", "1");
    builder.environment().put("SECONDS_EACH", "1");
    Process bench = builder.start();
    String said = new String(bench.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(bench.waitFor()).as(said).isZero();
    assertThat(said).contains("| nginx |", "| HAProxy |", "| Reveille, epoll |", "| direct |");
  }

  private static boolean installed(String tool) {
    return Stream.of("/usr/bin", "/usr/sbin", "/usr/local/bin")
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
  }
}
