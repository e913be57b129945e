package io.reveille.runtime;

import io.reveille.core.LogLine;
import io.reveille.core.LogLine.Source;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The last lines of what an agent wrote, from bytes as they come. It may write without end and without a line break:
 * only so many lines are kept, and of each only the beginning.
 */
final class LastLines {
  private static final int LONGEST = 4096;

  private final int most;
  private final Form form;
  private final Deque<LogLine> lines = new ArrayDeque<>();
  private final Map<Source, Unfinished> unfinished = new EnumMap<>(Source.class);

  /** What a line is made of. */
  interface Form {
    LogLine of(Source source, String text);
  }

  /** Where nothing is known of a line but its text. */
  LastLines(int most) {
    this(most, (source, text) -> LogLine.of(text));
  }

  LastLines(int most, Form form) {
    this.most = most;
    this.form = form;
  }

  void add(byte[] part) {
    add(Source.UNKNOWN, part);
  }

  /** Lines of two sources may come in pieces by turns. */
  void add(Source source, byte[] part) {
    Unfinished line = unfinished.computeIfAbsent(source, begun -> new Unfinished());
    for (byte next : part) {
      if (next == '\n') {
        finish(source, line);
      } else {
        line.write(next);
      }
    }
  }

  /** What was not ended by a line break is a line, too. */
  List<LogLine> all() {
    unfinished.forEach((source, line) -> {
      if (line.begun) {
        finish(source, line);
      }
    });
    return List.copyOf(lines);
  }

  private void finish(Source source, Unfinished line) {
    lines.add(form.of(source, line.end()));
    if (lines.size() > most) {
      lines.remove();
    }
  }

  private static final class Unfinished {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private boolean begun;

    void write(byte next) {
      begun = true;
      if (bytes.size() < LONGEST) {
        bytes.write(next);
      }
    }

    String end() {
      String line = bytes.toString(StandardCharsets.UTF_8);
      bytes.reset();
      begun = false;
      return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }
  }
}
