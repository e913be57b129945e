package io.reveille.notify;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * Text that others wrote (agents, runtimes, labels) made into text that nothing acts on: no mention, no link, no
 * format, no header of its own.
 */
final class PlainText {
  /** Invisible; no client takes what stands on both of its sides for one word. */
  private static final String BREAK = "\u200b";

  private static final Pattern CONTROL =
      Pattern.compile("[\\p{Cc}&&[^\\n]]|[\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]");
  private static final Pattern LINK =
      Pattern.compile("(?i)(?<=[a-z0-9+.-])(:)(?=//)|(?<=\\bwww)(\\.)|(?<=\\bmailto)(:)");
  private static final Pattern MENTION = Pattern.compile("[@#~](?=\\S)");
  private static final Pattern MARKDOWN = Pattern.compile("[\\\\`*{}\\[\\]()#+\\-!_>~|]");
  private static final Pattern NUMBERED = Pattern.compile("(?m)^(\\s*\\d+)\\.");
  private static final Pattern NOT_ASCII = Pattern.compile("[^\\x20-\\x7e]");
  private static final int SHORT_WORD = 40;

  private PlainText() {}

  /** Without control characters and those that turn the direction of writing; lines stay. */
  static String clean(String text) {
    return CONTROL.matcher(text.replace("\r\n", "\n").replace('\t', ' ')).replaceAll("");
  }

  static String inOneLine(String text) {
    return clean(text.replace('\r', '\n')).replaceAll("\\s*\\n\\s*", " | ").strip();
  }

  /** At most {@code most} characters, the last of which then tells that there was more. */
  static String shortened(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    int end = most - 1;
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
  }

  /** Addresses stay readable, but nobody is led there by a click. */
  static String withoutLinks(String text) {
    return LINK.matcher(clean(text)).replaceAll("$0" + BREAK);
  }

  /** For Mattermost: nobody is mentioned, and Markdown shows as it was written. */
  static String inMarkdown(String text) {
    String unmentioned = MENTION.matcher(withoutLinks(text)).replaceAll("$0" + BREAK);
    String escaped = MARKDOWN.matcher(unmentioned).replaceAll("\\\\$0");
    return NUMBERED.matcher(escaped).replaceAll("$1\\\\.").replaceAll("(?m)^ {4,}", "   ");
  }

  /** For Slack, whose commands stand between angle brackets. */
  static String inSlack(String text) {
    return withoutLinks(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /** For a header: one line, and in the words of RFC 2047 if it is more than ASCII. */
  static String inHeader(String text) {
    String line = inOneLine(text);
    if (!NOT_ASCII.matcher(line).find()) {
      return line;
    }
    StringBuilder words = new StringBuilder();
    for (int from = 0; from < line.length(); ) {
      int to = line.offsetByCodePoints(
          from, Math.min(SHORT_WORD / 4, line.codePointCount(from, line.length())));
      words.append(words.isEmpty() ? "" : " ").append(encodedWord(line.substring(from, to)));
      from = to;
    }
    return words.toString();
  }

  private static String encodedWord(String part) {
    return "=?UTF-8?B?" + Base64.getEncoder().encodeToString(part.getBytes(StandardCharsets.UTF_8))
        + "?=";
  }
}
