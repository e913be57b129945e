package io.reveille.logging;

import ch.qos.logback.core.PropertyDefinerBase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * {@code text} if the error output is a terminal, {@code json} if it is a file or a pipe; or what {@code asked} says.
 * Logback asks for it once, when it reads {@code logback.xml}.
 */
public final class OutputForm extends PropertyDefinerBase {
  private static final String TEXT = "text";
  private static final String JSON = "json";
  private static final Path ERROR_OUTPUT = Path.of("/proc/self/fd/2");

  private String asked = "";

  public void setAsked(String asked) {
    this.asked = asked;
  }

  @Override
  public String getPropertyValue() {
    return switch (asked) {
      case TEXT, JSON -> asked;
      default -> isTerminal() ? TEXT : JSON;
    };
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
