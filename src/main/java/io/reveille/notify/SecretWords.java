package io.reveille.notify;

import java.util.List;
import java.util.regex.Pattern;

/** Takes out of a line of log what looks like a secret; rather too much than too little. */
final class SecretWords {
  private static final String GONE = "***";
  private static final String NAMES =
      "passw(?:or)?d|passphrase|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credential|cookie|session|signature";

  /** The group is what stays. */
  private static final List<Pattern> PATTERNS = List.of(
      Pattern.compile("(?i)((?:proxy-)?authorization[\"']?\\s*[:=]\\s*).+"),
      Pattern.compile("(?i)((?:set-)?cookie[\"']?\\s*:\\s*).+"),
      Pattern.compile("(?i)(\\b(?:bearer|basic|token)\\s+)[A-Za-z0-9._~+/=-]{6,}"),
      Pattern.compile("(?i)([\\w.-]*(?:" + NAMES
          + ")[\\w.-]*[\"']?\\s*[:=]\\s*)(?:\"(?:[^\"\\\\]|\\\\.)*\"?|'[^']*'?|[^\\s,;&]+)"),
      Pattern.compile("(?i)(\\s--?[\\w-]*(?:" + NAMES + ")[\\w-]*\\s+)\\S+"),
      Pattern.compile("([a-z][a-z0-9+.-]*://)[^\\s/@]+(?=@)"),
      Pattern.compile("(-----BEGIN [A-Z ]*KEY).*"),
      Pattern.compile(
          "()\\b(?:xox[a-z]-|gh[a-z]_|github_pat_|glpat-|sk-|pk_|whsec_|AKIA|eyJ)[A-Za-z0-9._-]{8,}"),
      Pattern.compile("()(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{32,}={0,2}"));

  private SecretWords() {}

  static String removed(String line) {
    String left = line;
    for (Pattern pattern : PATTERNS) {
      left = pattern.matcher(left).replaceAll("$1" + GONE);
    }
    return left;
  }
}
