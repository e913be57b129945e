package io.reveille.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that the configuration file changed, or that a hangup signal asks to read it again. Polls,
 * because a mounted file is replaced by way of links that file events do not follow.
 */
public final class ConfigWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ConfigWatch.class);
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final Path file;
  private final Consumer<Path> onChange;
  private final ScheduledExecutorService worker;
  private final ScheduledFuture<?> polling;
  private final OsSignal hangup;
  private Optional<Stamp> reported;
  private Optional<Stamp> seen;

  /** What tells one content of a file from the next without reading it. */
  private record Stamp(
      FileTime modified, long size, @Nullable Object inode) {}

  private ConfigWatch(Path file, Consumer<Path> onChange, Duration interval) {
    this.file = file;
    this.onChange = onChange;
    reported = stamp();
    seen = reported;
    worker = Executors.newSingleThreadScheduledExecutor(task -> {
      Thread thread = new Thread(task, "reveille-config-watch");
      thread.setDaemon(true);
      return thread;
    });
    long pause = interval.toMillis();
    polling = worker.scheduleWithFixedDelay(this::look, pause, pause, TimeUnit.MILLISECONDS);
    hangup = OsSignal.on("HUP", () -> worker.execute(this::report));
  }

  /** Calls {@code onChange} on a thread of its own, until closed. */
  public static ConfigWatch start(Path file, Consumer<Path> onChange) {
    return start(file, onChange, INTERVAL);
  }

  static ConfigWatch start(Path file, Consumer<Path> onChange, Duration interval) {
    return new ConfigWatch(file, onChange, interval);
  }

  /** Reports a change once two looks in a row see the same: until then somebody may still be writing. */
  private void look() {
    Optional<Stamp> now = stamp();
    boolean still = now.equals(seen);
    seen = now;
    if (still && now.isPresent() && !now.equals(reported)) {
      report();
    }
  }

  private void report() {
    reported = stamp();
    seen = reported;
    try {
      onChange.accept(file);
    } catch (RuntimeException fault) {
      // thrown on, it would end the polling without a word
      LOG.error("reading {} again failed", file, fault);
    }
  }

  /** Nothing while the file is away, as it is for a moment when a mount is replaced. */
  private Optional<Stamp> stamp() {
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      return Optional.of(new Stamp(now.lastModifiedTime(), now.size(), now.fileKey()));
    } catch (IOException away) {
      LOG.trace("{} cannot be looked at", file, away);
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    hangup.close();
    polling.cancel(false);
    worker.shutdown();
  }
}
