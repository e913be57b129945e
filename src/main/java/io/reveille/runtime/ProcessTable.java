package io.reveille.runtime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the kernel tells of processes. On Linux it is read from {@code /proc}; elsewhere little is known, and
 * then nothing is claimed. Blocks: only for a worker.
 */
final class ProcessTable {
  private static final Path PROC = Path.of("/proc");
  // of what follows the name in /proc/PID/stat, which itself may hold blanks and parentheses
  private static final int STATE = 0;
  private static final int START_TICKS = 19;

  /** {@code GONE} also means a zombie, which only waits to be counted. */
  enum Activity {
    RUNS,
    STOPPED,
    GONE,
    UNKNOWN
  }

  Activity activity(long pid) {
    if (!Files.isDirectory(PROC.resolve("self"))) {
      return Activity.UNKNOWN;
    }
    return stat(pid)
        .map(fields -> switch (fields[STATE]) {
          case "T", "t" -> Activity.STOPPED;
          case "Z", "X" -> Activity.GONE;
          default -> Activity.RUNS;
        })
        .orElse(Activity.GONE);
  }

  /** Whether it still is more than a name to be counted. */
  boolean isThere(ProcessHandle process) {
    return process.isAlive() && activity(process.pid()) != Activity.GONE;
  }

  /**
   * What no other process with this number ever has, on this boot or another. Counted in ticks since the boot:
   * the wall clock may be set while a process lives.
   */
  Optional<String> birthmark(long pid) {
    return stat(pid)
        .map(fields -> boot() + "/" + fields[START_TICKS])
        .or(() -> ProcessHandle.of(pid)
            .flatMap(handle -> handle.info().startInstant())
            .map(start -> "/" + start));
  }

  /** This boot of the machine; empty where the kernel does not name it. */
  String boot() {
    try {
      return Files.readString(PROC.resolve("sys/kernel/random/boot_id"), StandardCharsets.US_ASCII)
          .strip();
    } catch (IOException notLinux) {
      return "";
    }
  }

  private static Optional<String[]> stat(long pid) {
    try {
      // a process may call itself anything: bytes, not text
      String line = Files.readString(
          PROC.resolve(Long.toString(pid)).resolve("stat"), StandardCharsets.ISO_8859_1);
      return Optional.of(line.substring(line.lastIndexOf(')') + 2).strip().split(" "));
    } catch (IOException gone) {
      return Optional.empty();
    }
  }
}
