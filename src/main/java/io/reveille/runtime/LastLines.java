package io.reveille.runtime;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The last lines of what an agent wrote, from bytes as they come. It may write without end and without a line break:
 * only so many lines are kept, and of each only the beginning.
 */
final class LastLines {
  private static final int LONGEST = 4096;

  private final int most;
  private final Deque<String> lines = new ArrayDeque<>();
  private final ByteArrayOutputStream unfinished = new ByteArrayOutputStream();
  private boolean begun;

  LastLines(int most) {
    this.most = most;
  }

  void add(byte[] part) {
    for (byte next : part) {
      if (next == '\n') {
        finish();
      } else {
        begun = true;
        if (unfinished.size() < LONGEST) {
          unfinished.write(next);
        }
      }
    }
  }

  /** What was not ended by a line break is a line, too. */
  List<String> all() {
    if (begun) {
      finish();
    }
    return List.copyOf(lines);
  }

  private void finish() {
    String line = unfinished.toString(StandardCharsets.UTF_8);
    unfinished.reset();
    begun = false;
    lines.add(line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
    if (lines.size() > most) {
      lines.remove();
    }
  }
}
