package io.reveille.notify;

import io.reveille.core.Exit;
import io.reveille.notify.ChatServer.Saying;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What people in the chat read of a wake, in the markup of their server. Names and reasons are text and nothing else. */
record IndicatorWords(Place.Server server, String name) {
  private static final int REASON_MOST = 300;
  private static final Duration WHOLE_SECONDS = Duration.ofSeconds(10);

  /** What Slack makes bold, slanted, struck, code or a picture of; it knows no sign that takes the meaning away. */
  private static final Pattern SLACK_MARKUP = Pattern.compile("[*_~`:]");

  Saying waking(Optional<Duration> usual) {
    String rest = usual.map(took -> ", usually about " + about(took)).orElse("");
    return new Saying(
        ":alarm_clock: " + bold() + " is waking up" + rest + ".",
        "is waking up " + plain(name) + rest);
  }

  Saying restarting(Optional<Exit> exit) {
    String how = exit.map(IndicatorWords::words).orElse("");
    return new Saying(
        ":alarm_clock: " + bold() + " crashed" + how + " and is being restarted.",
        "is restarting " + plain(name) + ", which crashed" + how);
  }

  String awake(Duration took) {
    return ":white_check_mark: " + bold() + " is awake, " + exactly(took) + ".";
  }

  /** @param why sentences; empty if nobody knows */
  String failed(String why) {
    String reason = PlainText.shortened(PlainText.inOneLine(why), REASON_MOST);
    return ":x: " + bold() + " did not wake up." + (reason.isEmpty() ? "" : " " + plain(reason));
  }

  /** For a post that nobody looked after while Reveille was away. */
  String interrupted() {
    return ":alarm_clock: " + bold() + " was being woken when Reveille was restarted.";
  }

  private String bold() {
    String text = plain(PlainText.inOneLine(name));
    return switch (server) {
      case MATTERMOST -> "**" + text + "**";
      case SLACK -> "*" + text + "*";
    };
  }

  private String plain(String text) {
    return switch (server) {
      case MATTERMOST -> PlainText.inMarkdown(text);
      case SLACK -> SLACK_MARKUP.matcher(PlainText.inSlack(text)).replaceAll("\u200b$0\u200b");
    };
  }

  private static String words(Exit exit) {
    return " with exit code " + exit.code() + (exit.oomKilled() ? " (out of memory)" : "");
  }

  /** 6 s, 12 s, 2 min. */
  static String about(Duration took) {
    long seconds = Math.max(1, Math.round(took.toMillis() / 1000.0));
    return seconds <= 90 ? seconds + " s" : Math.round(seconds / 60.0) + " min";
  }

  /** 6.4 s, 12 s, 2 min. */
  static String exactly(Duration took) {
    return took.compareTo(WHOLE_SECONDS) < 0
        ? String.format(Locale.ROOT, "%.1f s", took.toMillis() / 1000.0)
        : about(took);
  }
}
