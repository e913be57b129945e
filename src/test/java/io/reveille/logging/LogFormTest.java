package io.reveille.logging;

import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.testing.Eventually;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log of a process of its own, with and without a terminal. */
class LogFormTest {
  @TempDir
  Path folder;

  @Test
  void withoutATerminalEachEventIsOneLineOfJson() throws IOException {
    List<JsonObject> lines =
        said(speaker(), Map.of()).lines().map(JsonObject::new).toList();

    assertThat(lines).hasSize(2);
    assertThat(lines.get(0).getString("message")).isEqualTo("lal is awake");
    assertThat(lines.get(0).getString("level")).isEqualTo("INFO");
    assertThat(lines.get(0).getString("agent")).isEqualTo("lal");
    assertThat(lines.get(0).getString("logger")).isEqualTo(Speaker.class.getName());
    assertThat(lines.get(0).getString("thread")).isEqualTo("main");
    assertThat(lines.get(1).getString("message")).isEqualTo("It \"broke\"");
    assertThat(lines.get(1).getString("request")).isEqualTo("01JD9M2N7QX");
    assertThat(lines.get(1).getString("error"))
        .contains("IllegalStateException: one\ntwo", "Speaker.main");
  }

  @Test
  void timeIsUtcWhereverTheMachineStands() throws IOException {
    Map<String, String> tokyo = Map.of("TZ", "Asia/Tokyo");

    String json = said(speaker(), tokyo).lines().findFirst().orElseThrow();
    assertThat(
            Duration.between(Instant.parse(new JsonObject(json).getString("time")), Instant.now())
                .abs())
        .isLessThan(Duration.ofHours(1));

    String text = said(speaker(), Map.of("TZ", "Asia/Tokyo", "REVEILLE_LOG_FORMAT", "text"));
    assertThat(Duration.between(Instant.parse(text.substring(0, text.indexOf(' '))), Instant.now())
            .abs())
        .isLessThan(Duration.ofHours(1));
  }

  @Test
  void onATerminalItIsText() throws IOException {
    List<String> onTerminal = List.of("script", "-qec", String.join(" ", speaker()), "/dev/null");

    assertThat(said(onTerminal, Map.of())).contains("INFO  Speaker - lal is awake");
  }

  @Test
  void theVariableGoesBeforeTheTerminal() throws IOException {
    assertThat(said(speaker(), Map.of("REVEILLE_LOG_FORMAT", "text")))
        .contains("INFO  Speaker - lal is awake");
    assertThat(said(speaker(), Map.of("REVEILLE_LOG_LEVEL", "ERROR"))).doesNotContain("awake");
  }

  @Test
  void aLevelThatThereIsNotIsTold() throws IOException {
    assertThat(said(speaker(), Map.of("REVEILLE_LOG_LEVEL", "loud", "REVEILLE_LOG_FORMAT", "text")))
        .contains("WARN", "REVEILLE_LOG_LEVEL is 'loud'", "lal is awake");
    assertThat(said(speaker(), Map.of("REVEILLE_LOG_LEVEL", "debug")))
        .doesNotContain("REVEILLE_LOG_LEVEL");
  }

  @Test
  void aFileOfOnesOwnTakesItsPlace() throws IOException {
    Path file = Files.writeString(folder.resolve("own.xml"), """
        <configuration>
          <appender name="out" class="ch.qos.logback.core.ConsoleAppender">
            <encoder><pattern>mine: %msg%n</pattern></encoder>
          </appender>
          <root level="INFO"><appender-ref ref="out"/></root>
        </configuration>
        """);
    List<String> own = new ArrayList<>(speaker());
    own.add(1, "-Dlogback.configurationFile=" + file);

    assertThat(said(own, Map.of())).contains("mine: lal is awake").doesNotContain("\"level\"");
  }

  @Test
  void aPipeOrAFileIsNoTerminal() {
    assertThat(OutputForm.isTerminal(Path.of("/dev/pts/3"))).isTrue();
    assertThat(OutputForm.isTerminal(Path.of("/dev/tty1"))).isTrue();
    assertThat(OutputForm.isTerminal(Path.of("pipe:[4711]"))).isFalse();
    assertThat(OutputForm.isTerminal(Path.of("/dev/null"))).isFalse();
  }

  private static List<String> speaker() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-cp",
        System.getProperty("java.class.path"),
        Speaker.class.getName());
  }

  private String said(List<String> command, Map<String, String> environment) throws IOException {
    Path output = Files.createTempFile(folder, "log", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().remove("REVEILLE_LOG_FORMAT");
    builder.environment().putAll(environment);
    Eventually.ended(builder.start());
    return Files.readString(output);
  }
}
