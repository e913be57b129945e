package io.reveille.config;

import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Finds the name that somebody may have meant. */
final class Suggestions {
  private static final int LETTERS_PER_SLIP = 4;
  private static final int FAR = Integer.MAX_VALUE;

  private final Set<String> names;

  Suggestions(Set<String> names) {
    this.names = names;
  }

  String didYouMean(String wrong) {
    return nearest(wrong).map(name -> "; did you mean " + name + "?").orElse("");
  }

  private Optional<String> nearest(String wrong) {
    return names.stream()
        .min(Comparator.comparingInt(name -> distance(wrong, name)))
        .filter(name -> distance(wrong, name) < FAR);
  }

  /** The right word in the wrong place counts, but less than a slip of the key. */
  private static int distance(String wrong, String name) {
    int whole = slips(plain(wrong), plain(name));
    int word = slips(plain(lastWord(wrong)), plain(lastWord(name)));
    return Math.min(whole == FAR ? FAR : 2 * whole, word == FAR ? FAR : 2 * word + 1);
  }

  private static int slips(String wrong, String name) {
    int allowed = 1 + Math.min(wrong.length(), name.length()) / LETTERS_PER_SLIP;
    int slips = new LevenshteinDistance(allowed).apply(wrong, name);
    return slips < 0 || wrong.isEmpty() ? FAR : slips;
  }

  /** Camel, kebab and snake case of one name are the same here. */
  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[-_. ]", "");
  }

  private static String lastWord(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }
}
