package io.reveille.proxy;

import io.reveille.core.AgentView;
import io.reveille.core.Exit;
import io.reveille.http.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a browser shows while an agent wakes, or when it does not. Everything that is filled in is escaped. */
final class WaitingPage {
  static final String POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; "
      + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";
  static final String STYLE = load("waiting.css");
  static final String SCRIPT = load("waiting.js");
  private static final String PAGE = load("page.html");
  private static final String REFRESH =
      "<noscript><meta http-equiv=\"refresh\" content=\"3\"></noscript>";
  private static final Pattern SLOT = Pattern.compile("\\{\\{(\\w+)}}");

  private final Exchange exchange;
  private final AgentView view;

  WaitingPage(Exchange exchange, AgentView view) {
    this.exchange = exchange;
    this.view = view;
  }

  String waiting(Duration asleep) {
    String usual =
        view.usualWake().map(wake -> "usually about " + seconds(wake.p50())).orElse("");
    String about = view.state().asleep() && asleep.compareTo(Duration.ofMinutes(1)) > 0
        ? "Asleep for " + roughly(asleep) + " to save memory."
        : "One moment, please.";
    return fill(Map.of(
        "mode",
        "waiting",
        "title",
        "Waking " + name(),
        "about",
        about,
        "usual",
        usual,
        "step",
        step(view),
        "stepClass",
        "now",
        "note",
        "Your page opens by itself when " + name() + " is ready.",
        "details",
        ""));
  }

  String failed(Problem problem) {
    return fill(Map.of(
        "mode",
        "failed",
        "title",
        name() + " could not wake",
        "about",
        "Your request was not sent to it.",
        "usual",
        "",
        "step",
        problem.title(),
        "stepClass",
        "fail",
        "note",
        problem.detail(),
        "details",
        details(view, problem, exchange.requestId())));
  }

  /** What is being done, in a few words. */
  static String step(AgentView view) {
    return switch (view.state()) {
      case CREATED, STOPPED, STARTING -> "Starting " + view.settings().name();
      case PAUSED -> "Unfreezing " + view.settings().name();
      case CRASHED, RESTARTING -> view.settings().name() + " ended, and is started again";
      case RUNNING, IDLE, FAILED, MISSING -> "Waiting for " + view.settings().name();
    };
  }

  /** For whoever can mend it. */
  static String details(AgentView view, Problem problem, String requestId) {
    String exit = view.lastExit().map(WaitingPage::exit).orElse("");
    return "agent    " + view.id() + "\nproblem  " + problem.type() + " (" + problem.status() + ")"
        + exit + "\nrequest  " + requestId;
  }

  private static String exit(Exit exit) {
    return "\nexit     " + exit.code() + (exit.oomKilled() ? ", out of memory" : "");
  }

  private String name() {
    return view.settings().name();
  }

  private String fill(Map<String, String> words) {
    Matcher slots = SLOT.matcher(PAGE);
    StringBuilder page = new StringBuilder(PAGE.length() + 512);
    while (slots.find()) {
      slots.appendReplacement(page, Matcher.quoteReplacement(slot(slots.group(1), words)));
    }
    return slots.appendTail(page).toString();
  }

  private String slot(String slot, Map<String, String> words) {
    return switch (slot) {
      case "refresh" -> "waiting".equals(words.get("mode")) ? REFRESH : "";
      case "base" -> escaped(exchange.destination().prefix() + OwnCorner.PATH);
      case "initials" ->
        escaped(
            name().codePointCount(0, name().length()) < 2
                ? name()
                : name().substring(0, name().offsetByCodePoints(0, 2)));
      default -> escaped(Objects.requireNonNull(words.get(slot), slot));
    };
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  private static String seconds(Duration duration) {
    return duration.toMillis() < 10_000
        ? String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0)
        : duration.toSeconds() + " s";
  }

  private static String roughly(Duration duration) {
    if (duration.toHours() < 1) {
      return count(duration.toMinutes(), "minute");
    }
    return duration.toDays() < 2
        ? count(duration.toHours(), "hour")
        : count(duration.toDays(), "day");
  }

  private static String count(long number, String unit) {
    return number + " " + unit + (number == 1 ? "" : "s");
  }

  private static String load(String name) {
    try (InputStream file = WaitingPage.class.getResourceAsStream("/web/waiting/" + name)) {
      byte[] bytes = Objects.requireNonNull(file, name).readAllBytes();
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
