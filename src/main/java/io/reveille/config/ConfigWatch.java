package io.reveille.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that a file of the configuration changed, or that a hangup signal asks to read it again. Polls,
 * because a mounted file is replaced by way of links that file events do not follow.
 */
public final class ConfigWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ConfigWatch.class);
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final Supplier<List<Path>> files;
  private final ScheduledExecutorService worker;
  private final ScheduledFuture<?> polling;
  private final OsSignal hangup;
  private Optional<Runnable> onChange = Optional.empty();
  private boolean hungUp;
  private List<Stamp> reported;
  private List<Stamp> seen;

  /** What tells one content of a file from the next without reading it. */
  private record Stamp(
      Path file, FileTime modified, long size, @Nullable Object inode) {}

  ConfigWatch(Supplier<List<Path>> files, Duration interval) {
    this.files = files;
    reported = stamps();
    seen = reported;
    worker = Executors.newSingleThreadScheduledExecutor(task -> {
      Thread thread = new Thread(task, "reveille-config-watch");
      thread.setDaemon(true);
      return thread;
    });
    long pause = interval.toMillis();
    polling = worker.scheduleWithFixedDelay(this::look, pause, pause, TimeUnit.MILLISECONDS);
    hangup = OsSignal.on("HUP", () -> worker.execute(this::ask));
  }

  /**
   * Takes note of what changes from now on, and of hangups, which would end a process that does not.
   *
   * @param files asked for at every look
   */
  public static ConfigWatch of(Supplier<List<Path>> files) {
    return new ConfigWatch(files, INTERVAL);
  }

  /**
   * Calls {@code change} on a thread of its own, until closed: for what has changed already, too.
   *
   * @return this
   */
  public ConfigWatch tell(Runnable change) {
    worker.execute(() -> begin(change));
    return this;
  }

  private void begin(Runnable change) {
    onChange = Optional.of(change);
    if (hungUp) {
      report();
    }
  }

  private void ask() {
    hungUp = true;
    onChange.ifPresent(told -> report());
  }

  /** Reports a change once two looks in a row see the same: until then somebody may still be writing. */
  private void look() {
    if (onChange.isEmpty()) {
      return;
    }
    List<Stamp> now = stamps();
    boolean still = now.equals(seen);
    seen = now;
    if (still && !now.isEmpty() && !now.equals(reported)) {
      report();
    }
  }

  private void report() {
    List<Stamp> asked = stamps();
    try {
      onChange.ifPresent(Runnable::run);
    } catch (RuntimeException fault) {
      // thrown on, it would end the polling without a word
      LOG.error("reading {} again failed", files.get(), fault);
    }
    // what is watched may be another set of files now
    List<Stamp> now = stamps();
    reported = now.size() == asked.size() ? asked : now;
    seen = reported;
  }

  /** Nothing while one of the files is away, as it is for a moment when a mount is replaced. */
  private List<Stamp> stamps() {
    List<Stamp> stamps = new ArrayList<>();
    for (Path file : files.get()) {
      try {
        BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
        stamps.add(new Stamp(file, now.lastModifiedTime(), now.size(), now.fileKey()));
      } catch (IOException away) {
        LOG.trace("{} cannot be looked at", file, away);
        return List.of();
      }
    }
    return stamps;
  }

  @Override
  public void close() {
    hangup.close();
    polling.cancel(false);
    worker.shutdown();
  }
}
