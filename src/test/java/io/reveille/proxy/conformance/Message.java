package io.reveille.proxy.conformance;

import java.util.List;
import java.util.Locale;

/** One request or answer as it went over the wire: the head with its empty line, the body without its framing. */
record Message(String head, String body) {
  String firstLine() {
    return head.substring(0, Math.max(0, head.indexOf("\r\n")));
  }

  int status() {
    return Integer.parseInt(head.split(" ", 3)[1]);
  }

  /** Of every line of this name, in their order. */
  List<String> values(String name) {
    String start = name.toLowerCase(Locale.ROOT) + ":";
    return head.lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
        .map(line -> line.substring(start.length()).strip())
        .toList();
  }

  /** The case of a header's name means nothing. */
  static String plain(String line) {
    int name = line.startsWith("HTTP/") ? 0 : Math.max(0, line.indexOf(':'));
    return line.substring(0, name).toLowerCase(Locale.ROOT) + line.substring(name);
  }

  @Override
  public String toString() {
    return head.isEmpty() ? "(closed)" : head + body;
  }
}
