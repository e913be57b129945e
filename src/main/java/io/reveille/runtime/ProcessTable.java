package io.reveille.runtime;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * What the kernel tells of processes. On Linux it is read from {@code /proc}; elsewhere little is known, and
 * then nothing is claimed. Blocks: only for a worker.
 */
final class ProcessTable {
  /** The environment variable by which a process is found that nobody has written down. */
  static final String MARK = "REVEILLE_PROCESS";

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

  /** The one that carries {@code mark}, before those that it has started. Empty where the kernel does not tell. */
  Optional<ProcessHandle> marked(String mark) {
    return ProcessHandle.allProcesses()
        .filter(process -> carries(process, mark) && isThere(process))
        .filter(
            process -> process.parent().filter(parent -> carries(parent, mark)).isEmpty())
        .findFirst();
  }

  private static boolean carries(ProcessHandle process, String mark) {
    try {
      Path environment = PROC.resolve(Long.toString(process.pid())).resolve("environ");
      String all = new String(Files.readAllBytes(environment), Charset.defaultCharset());
      return Arrays.asList(all.split("\0")).contains(MARK + "=" + mark);
    } catch (IOException notOursOrGone) {
      return false;
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
