package io.reveille.proxy;

import io.reveille.config.PageTemplate;
import io.reveille.config.PageTemplate.Slot;
import io.reveille.core.AgentView;
import io.reveille.core.Exit;
import io.reveille.http.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What a browser shows while an agent wakes, or when it does not. */
final class WaitingPage {
  static final String STYLE = load("waiting.css");
  static final String SCRIPT = load("waiting.js");
  private static final PageTemplate OWN = PageTemplate.of(load("page.html"));
  private static final String POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'; "
      + "base-uri 'none'; form-action 'none'; frame-ancestors 'self'; ";
  private static final String OWN_LOOKS = "style-src 'self'";
  private static final String OTHER_LOOKS =
      "style-src 'self' 'unsafe-inline'; img-src 'self' data: https:; font-src 'self' data: https:";

  private final Exchange exchange;
  private final AgentView view;
  private final Optional<PageTemplate> template;

  /** @param template empty: Reveille's own page */
  WaitingPage(Exchange exchange, AgentView view, Optional<PageTemplate> template) {
    this.exchange = exchange;
    this.view = view;
    this.template = template;
  }

  /** A page of one's own may bring its looks along, but no script: only Reveille's runs. */
  static String policy(Optional<PageTemplate> template) {
    return POLICY + (template.isPresent() ? OTHER_LOOKS : OWN_LOOKS);
  }

  String waiting(Duration asleep) {
    Map<Slot, String> words = words("waiting");
    words.put(Slot.HEAD, head());
    words.put(Slot.TITLE, "Waking " + name());
    words.put(Slot.ABOUT, about(asleep));
    words.put(
        Slot.USUAL,
        view.usualWake().map(wake -> "usually about " + seconds(wake.p50())).orElse(""));
    words.put(Slot.STEPS, Course.of(view).html("now"));
    words.put(Slot.NOTE, "Your page opens by itself when " + name() + " is ready.");
    return filled(words);
  }

  String failed(Problem problem) {
    Map<Slot, String> words = words("failed");
    words.put(Slot.TITLE, couldNotWake(view));
    words.put(Slot.ABOUT, problem.detail());
    words.put(Slot.STEPS, Course.failed(view, problem, false).html("fail"));
    words.put(Slot.NOTE, notSent(view));
    words.put(Slot.DETAILS, details(view, problem, exchange.requestId()));
    return filled(words);
  }

  static String couldNotWake(AgentView view) {
    return view.settings().name() + " could not wake";
  }

  static String notSent(AgentView view) {
    return "Your request was not sent to " + view.settings().name() + ".";
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

  private Map<Slot, String> words(String mode) {
    Map<Slot, String> words = new EnumMap<>(Slot.class);
    words.put(Slot.MODE, mode);
    words.put(Slot.BASE, base());
    words.put(Slot.AGENT, view.id().value());
    words.put(Slot.NAME, name());
    words.put(Slot.INITIALS, initials());
    return words;
  }

  private String filled(Map<Slot, String> words) {
    return template.orElse(OWN).fill(slot -> words.getOrDefault(slot, ""));
  }

  /** The script opens the page; without scripts it is loaded again and again until it is the agent's. */
  private String head() {
    return "<noscript><meta http-equiv=\"refresh\" content=\"3\"></noscript>\n<script src=\""
        + PageTemplate.escaped(base()) + "/waiting.js\" defer></script>";
  }

  private String base() {
    return exchange.destination().prefix() + OwnCorner.PATH;
  }

  private String name() {
    return view.settings().name();
  }

  private String initials() {
    return name().codePointCount(0, name().length()) < 2
        ? name()
        : name().substring(0, name().offsetByCodePoints(0, 2));
  }

  private String about(Duration asleep) {
    return view.state().asleep() && asleep.compareTo(Duration.ofMinutes(1)) > 0
        ? "Asleep for " + roughly(asleep) + " to save memory."
        : "One moment, please.";
  }

  private static String seconds(Duration duration) {
    long tenths = Math.max(1, (duration.toMillis() + 50) / 100);
    return tenths >= 100 || tenths % 10 == 0
        ? tenths / 10 + " s"
        : tenths / 10 + "." + tenths % 10 + " s";
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
