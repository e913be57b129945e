package io.reveille.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What processes hold in memory, where the system tells by {@code /proc}. Blocks. */
final class ResidentMemory {
  private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s*(\\d+) kB$");
  private static final int KIB = 1024;

  private ResidentMemory() {}

  /** Of the process and all that it has started, in bytes; 0 if the system does not tell. */
  static long ofTree(ProcessHandle process) {
    return Stream.concat(Stream.of(process), process.descendants())
        .mapToLong(one -> of(one.pid()))
        .sum();
  }

  private static long of(long pid) {
    try {
      Matcher line = RESIDENT.matcher(Files.readString(Path.of("/proc", pid + "", "status")));
      return line.find() ? Long.parseLong(line.group(1)) * KIB : 0;
    } catch (IOException gone) {
      return 0; // it has ended meanwhile, or this is no Linux
    }
  }
}
