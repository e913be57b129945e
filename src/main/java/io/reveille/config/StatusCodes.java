package io.reveille.config;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** HTTP status codes as people write them: {@code 200,204} or {@code 200-399}. */
final class StatusCodes {
  static final Kind<Set<Integer>> KIND = new Listed<>("list of status codes", StatusCodes::read);
  private static final Pattern FORM = Pattern.compile("([1-5]\\d\\d)(?:\\s*-\\s*([1-5]\\d\\d))?");

  private StatusCodes() {}

  private static Set<Integer> read(List<String> words) {
    Set<Integer> codes = new TreeSet<>();
    words.forEach(word -> addAll(word, codes));
    return codes;
  }

  private static void addAll(String word, Set<Integer> codes) {
    Matcher match = FORM.matcher(word);
    if (!match.matches()) {
      throw new IllegalArgumentException(
          "'" + word + "' is no status: use codes such as 200,204 or 200-399");
    }
    int first = Integer.parseInt(match.group(1));
    int last = match.group(2) == null ? first : Integer.parseInt(match.group(2));
    if (last < first) {
      throw new IllegalArgumentException("'" + word + "' ends before it begins");
    }
    for (int code = first; code <= last; code++) {
      codes.add(code);
    }
  }
}
