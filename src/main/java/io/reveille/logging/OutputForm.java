package io.reveille.logging;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a line of the log looks like. */
enum OutputForm {
  TEXT,
  JSON;

  private static final Path ERROR_OUTPUT = Path.of("/proc/self/fd/2");

  /** What is asked for; else text if the error output is a terminal, JSON if it is a file or a pipe. */
  static OutputForm of(String asked) {
    return switch (asked) {
      case "text" -> TEXT;
      case "json" -> JSON;
      default -> isTerminal() ? TEXT : JSON;
    };
  }

  Encoder<ILoggingEvent> encoder(LoggerContext log) {
    return this == TEXT ? Lines.text() : Lines.json(log);
  }

  // Java can tell of its input and output only, and both together
  private static boolean isTerminal() {
    try {
      return isTerminal(Files.readSymbolicLink(ERROR_OUTPUT));
    } catch (IOException | UnsupportedOperationException elsewhere) {
      return false; // other systems have no /proc: there it is for REVEILLE_LOG_FORMAT to say
    }
  }

  static boolean isTerminal(Path device) {
    return device.startsWith("/dev/pts") || device.toString().matches("/dev/(tty.*|console)");
  }
}
