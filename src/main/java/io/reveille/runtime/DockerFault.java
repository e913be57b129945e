package io.reveille.runtime;

import com.github.dockerjava.api.exception.DockerException;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.regex.Pattern;

/** Why a call to the engine did not do what it should. The message is the engine's own words where it had any. */
final class DockerFault extends Exception {
  /** What can be done about it. */
  enum Kind {
    /** 304: it is so already. */
    NOT_MODIFIED,
    /** 404 that means the container, not its network (F21). */
    NO_SUCH_CONTAINER,
    /** The engine understood and said no. */
    REFUSED,
    /** A socket proxy in front of the engine said no. */
    FORBIDDEN,
    /** The engine does not speak our API version, or we not its (F26). */
    VERSION,
    /** No connection, or it broke: what became of the call is unknown. */
    UNREACHABLE,
    /** No answer in time: what became of the call is unknown. */
    TIMED_OUT
  }

  private static final long serialVersionUID = 1;
  private static final Pattern STATUS_PREFIX = Pattern.compile("(?s)\\AStatus \\d+: ");
  private static final Pattern VERSION_REFUSAL =
      Pattern.compile("client version \\S+ is too (new|old)");

  private final Kind kind;

  DockerFault(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  private DockerFault(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** The message, which is never null. */
  String text() {
    return String.valueOf(getMessage());
  }

  Kind kind() {
    return kind;
  }

  /** Whether the engine may have carried the call out without our hearing of it. */
  boolean leavesUnknown() {
    return kind == Kind.UNREACHABLE || kind == Kind.TIMED_OUT;
  }

  /**
   * What {@code thrown} by docker-java means.
   *
   * @param tried for example {@code unpause of lal}
   */
  static DockerFault of(Throwable thrown, String tried, String endpoint) {
    if (thrown instanceof DockerFault known) {
      return known;
    }
    if (thrown instanceof DockerException answered) {
      return ofAnswer(answered, tried, endpoint);
    }
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String reason = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    return new DockerFault(
        Kind.UNREACHABLE, tried + ": no connection to " + endpoint + ": " + reason, thrown);
  }

  private static DockerFault ofAnswer(DockerException answered, String tried, String endpoint) {
    String body = STATUS_PREFIX
        .matcher(answered.getMessage() == null ? "" : answered.getMessage())
        .replaceFirst("")
        .strip();
    int status = answered.getHttpStatus();
    if (isForbidding(status)) {
      return forbidden(answered, tried, endpoint, isPage(body) ? "" : ": " + message(body));
    }
    if (isPage(body)) {
      return ofPage(status, tried, endpoint, answered);
    }
    String text = message(body);
    return new DockerFault(
        kindOf(status, text), text.isEmpty() ? "status " + status : text, answered);
  }

  private static Kind kindOf(int status, String text) {
    if (status == 304) {
      return Kind.NOT_MODIFIED;
    }
    if (status == 404 && text.startsWith("No such container")) {
      return Kind.NO_SUCH_CONTAINER;
    }
    if (status == 400 && VERSION_REFUSAL.matcher(text).find()) {
      return Kind.VERSION;
    }
    return status == 502 || status == 503 || status == 504 ? Kind.UNREACHABLE : Kind.REFUSED;
  }

  /** 403 is what most socket proxies and the engine's own plugins say; one of them says 405 to a method it has no rule for. */
  static boolean isForbidding(int status) {
    return status == 401 || status == 403 || status == 405;
  }

  private static DockerFault forbidden(
      DockerException answered, String tried, String endpoint, String words) {
    String advice = DockerCall.of(tried).map(DockerCall::advice).orElse("give Reveille that right");
    return new DockerFault(
        Kind.FORBIDDEN,
        "the socket proxy at " + endpoint + " does not allow the " + tried + " (it answered "
            + answered.getHttpStatus() + words + "): " + advice,
        answered);
  }

  /** The engine itself answers in JSON; a page of HTML is a proxy's (DOCKER-FACTS: 503 engine gone). */
  private static DockerFault ofPage(int status, String tried, String endpoint, Throwable cause) {
    return new DockerFault(
        status >= 500 ? Kind.UNREACHABLE : Kind.REFUSED,
        "the proxy at " + endpoint + " answered " + status + " to the " + tried
            + (status == 503 ? ": the engine behind it does not answer" : ""),
        cause);
  }

  private static boolean isPage(String body) {
    String begin = body.substring(0, Math.min(body.length(), 200)).toLowerCase(Locale.ROOT);
    return begin.startsWith("<") || begin.contains("<html");
  }

  private static String message(String body) {
    try {
      return new JsonObject(body).getString("message", body);
    } catch (DecodeException | ClassCastException notJson) {
      return body;
    }
  }
}
