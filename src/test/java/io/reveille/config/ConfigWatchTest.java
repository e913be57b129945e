package io.reveille.config;

import static io.reveille.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ConfigWatchTest {
  private static final Duration OFTEN = Duration.ofMillis(10);
  private static final Duration SELDOM = Duration.ofHours(1);

  @TempDir
  private Path folder = Path.of("");

  private Path file = Path.of("");
  private final Promise<Path> changed = Promise.promise();

  @BeforeEach
  void writeFile() throws IOException {
    file = Files.writeString(folder.resolve("reveille.json"), "{}");
  }

  @Test
  void writtenFileIsNoticed() throws IOException {
    try (ConfigWatch watch =
        new ConfigWatch(() -> List.of(file), OFTEN).tell(() -> changed.tryComplete(file))) {
      assertThat(watch).isNotNull();
      Files.writeString(file, "{ }");

      assertThat(await(changed.future())).isEqualTo(file);
    }
  }

  @Test
  void fileBehindASwappedLinkIsNoticed() throws IOException {
    // as Kubernetes mounts a ConfigMap: file -> ..data/file, ..data -> a folder of this version
    Path first = version("first", "{\"version\":1}");
    Path second = version("second", "{\"version\":1}");
    Path data = Files.createSymbolicLink(folder.resolve("..data"), first);
    Path mounted =
        Files.createSymbolicLink(folder.resolve("mounted.json"), data.resolve("reveille.json"));

    try (ConfigWatch watch =
        new ConfigWatch(() -> List.of(mounted), OFTEN).tell(() -> changed.tryComplete(mounted))) {
      assertThat(watch).isNotNull();
      Path next = Files.createSymbolicLink(folder.resolve("..next"), second);
      Files.move(next, data, StandardCopyOption.ATOMIC_MOVE);

      assertThat(await(changed.future())).isEqualTo(mounted);
    }
  }

  @Test
  void fileThatGoesAwayAndComesBackIsNoticedWhenItIsBack() throws IOException {
    try (ConfigWatch watch =
        new ConfigWatch(() -> List.of(file), OFTEN).tell(() -> changed.tryComplete(file))) {
      assertThat(watch).isNotNull();
      Files.delete(file);
      Files.writeString(file, "{ \"version\": 1 }");

      await(changed.future());

      assertThat(file).exists();
    }
  }

  @Test
  void faultOfTheReaderDoesNotEndTheWatch() throws IOException {
    Promise<Void> first = Promise.promise();
    try (ConfigWatch watch = new ConfigWatch(() -> List.of(file), OFTEN).tell(() -> {
      if (first.tryComplete()) {
        throw new IllegalStateException("the first time");
      }
      changed.tryComplete(file);
    })) {
      assertThat(watch).isNotNull();
      Files.writeString(file, "{  }");
      await(first.future());
      Files.writeString(file, "{   }");

      await(changed.future());
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void hangupReadsTheFileAtOnce() throws IOException {
    if (isHangupIgnored()) {
      System.out.println(
          "ConfigWatchTest: started with SIGHUP ignored, as by nohup; Java leaves it so");
      return;
    }
    try (ConfigWatch watch =
        new ConfigWatch(() -> List.of(file), SELDOM).tell(() -> changed.tryComplete(file))) {
      assertThat(watch).isNotNull();
      hangUp();

      assertThat(await(changed.future())).isEqualTo(file);
    }
  }

  /** Where nobody listens to it a hangup ends the process: a reload asked for during the start ended Reveille. */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void hangupBeforeAnybodyWantsToBeToldIsToldLater() throws IOException {
    if (isHangupIgnored()) {
      System.out.println(
          "ConfigWatchTest: started with SIGHUP ignored, as by nohup; Java leaves it so");
      return;
    }
    try (ConfigWatch watch = new ConfigWatch(() -> List.of(file), SELDOM)) {
      hangUp();
      watch.tell(() -> changed.tryComplete(file));

      assertThat(await(changed.future())).isEqualTo(file);
    }
  }

  @Test
  void changeBeforeAnybodyWantsToBeToldIsToldLater() throws IOException {
    try (ConfigWatch watch = new ConfigWatch(() -> List.of(file), OFTEN)) {
      Files.writeString(file, "{    }");
      watch.tell(() -> changed.tryComplete(file));

      assertThat(await(changed.future())).isEqualTo(file);
    }
  }

  private static void hangUp() throws IOException {
    Process kill = new ProcessBuilder(
            "kill", "-HUP", String.valueOf(ProcessHandle.current().pid()))
        .start();
    assertThat(kill.onExit().join().exitValue()).isZero();
  }

  /** Linux tells of the signals that a process ignores, in hexadecimal; SIGHUP is the lowest bit. */
  private static boolean isHangupIgnored() throws IOException {
    Path status = Path.of("/proc/self/status");
    return Files.exists(status)
        && Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .anyMatch(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16) % 2 == 1);
  }

  private Path version(String name, String text) throws IOException {
    Path version = Files.createDirectory(folder.resolve(name));
    Files.writeString(version.resolve("reveille.json"), text);
    return version;
  }
}
