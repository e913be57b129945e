package io.reveille.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A container engine that a test may end and start again: by {@code scripts/docker-engine}, and in a network of its own,
 * for two engines in one network spoil each other's rules.
 */
public final class PrivateEngine implements AutoCloseable {
  /** The network is gone with its last process, even if nobody closes this. */
  private static final String LONGEST = "300";

  private static final Duration DOWN = Duration.ofSeconds(30);

  private final Path folder;
  private final Process network;
  private final boolean isGuest;

  private PrivateEngine(Path folder, Process network, boolean isGuest) {
    this.folder = folder;
    this.network = network;
    this.isGuest = isGuest;
  }

  /** Up. Where there is no right or no program for it, the calling test is skipped and says so. */
  public static PrivateEngine up(Path folder, String caller) {
    if (!isRoot()
        || !Stream.of("dockerd", "docker", "nsenter", "unshare", "ip", "curl")
            .allMatch(PrivateEngine::isHere)) {
      throw DockerLab.skipped(
          caller,
          "a second engine in a network of its own needs root, dockerd, nsenter, unshare, ip and curl");
    }
    Process network = begin(List.of("unshare", "--net", "sleep", LONGEST));
    PrivateEngine engine = new PrivateEngine(folder.resolve("engine"), network, false);
    try {
      Eventually.holds("a network of its own", Duration.ofSeconds(5), engine::isApart);
      engine.run("ip", "link", "set", "lo", "up");
      engine.start();
      return engine;
    } catch (RuntimeException | Error broken) {
      engine.close();
      throw broken;
    }
  }

  /** Another one in the same network, up; this one must be down, and outlives it. */
  public PrivateEngine next(Path other) {
    PrivateEngine next = new PrivateEngine(other.resolve("engine"), network, true);
    try {
      next.start();
      return next;
    } catch (RuntimeException | Error broken) {
      next.close();
      throw broken;
    }
  }

  public String host() {
    return "unix://" + folder.resolve("docker.sock");
  }

  public DockerLab lab() {
    return DockerLab.at(host());
  }

  /** What to put before a command that is to run in the engine's network; the process stays the same. */
  public List<String> within() {
    return List.of("nsenter", "--net=/proc/" + network.pid() + "/ns/net");
  }

  /** What the command says, which runs in the engine's network and must end well. */
  public String run(String... command) {
    Process process = begin(inside(command));
    try {
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int code = process.waitFor();
      if (code != 0) {
        throw new AssertionError(String.join(" ", command) + " ended with " + code + ": " + said);
      }
      return said;
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", stopped);
    }
  }

  /** Answers when this returns. */
  public void start() {
    script("up");
  }

  /** SIGTERM; gone when this returns. */
  public void terminate() {
    end(ProcessHandle::destroy);
  }

  /** SIGKILL; gone when this returns. */
  public void kill9() {
    end(ProcessHandle::destroyForcibly);
  }

  @Override
  public void close() {
    try {
      if (Files.exists(folder)) {
        script("down");
      }
    } finally {
      if (!isGuest) {
        network.destroyForcibly();
      }
    }
  }

  private void end(Predicate<ProcessHandle> how) {
    ProcessHandle daemon = daemon().orElseThrow(() -> new AssertionError("no daemon runs"));
    if (!how.test(daemon)) {
      throw new AssertionError("the daemon takes no signal");
    }
    Eventually.holds("the daemon is gone", DOWN, () -> !daemon.isAlive());
  }

  private Optional<ProcessHandle> daemon() {
    try {
      String pid = Files.readString(folder.resolve("dockerd.pid")).strip();
      return ProcessHandle.of(Long.parseLong(pid));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private void script(String word) {
    run(
        "env",
        "TEST_ENGINE_DIR=" + folder,
        Path.of("scripts/docker-engine").toAbsolutePath().toString(),
        word);
  }

  private boolean isApart() throws IOException {
    Path here = Files.readSymbolicLink(Path.of("/proc/self/ns/net"));
    return !Files.readSymbolicLink(Path.of("/proc/" + network.pid() + "/ns/net"))
        .equals(here);
  }

  private List<String> inside(String... command) {
    List<String> whole = new ArrayList<>(within());
    whole.addAll(List.of(command));
    return whole;
  }

  private static Process begin(List<String> command) {
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).start();

    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  private static boolean isHere(String program) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.of(path.split(File.pathSeparator, -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
