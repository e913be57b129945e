package io.reveille.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A page with slots such as <code>{{title}}</code>. What goes into a slot is escaped for HTML. */
public final class PageTemplate {
  private static final Pattern SLOT = Pattern.compile("\\{\\{\\s*([^{}]*?)\\s*}}");
  private static final Map<String, Slot> SLOTS =
      Arrays.stream(Slot.values()).collect(Collectors.toUnmodifiableMap(Slot::word, slot -> slot));
  private static final Suggestions SUGGESTIONS = new Suggestions(SLOTS.keySet());

  private final String text;

  /** What a page may show. {@code HEAD} and {@code STEPS} are markup of Reveille's own. */
  public enum Slot {
    HEAD(true),
    BASE(false),
    MODE(false),
    AGENT(false),
    NAME(false),
    INITIALS(false),
    TITLE(false),
    ABOUT(false),
    USUAL(false),
    STEPS(true),
    NOTE(false),
    DETAILS(false);

    private final boolean markup;

    Slot(boolean markup) {
      this.markup = markup;
    }

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private PageTemplate(String text) {
    this.text = text;
  }

  /** Throws {@link IllegalArgumentException} with everything that is wrong with the page. */
  public static PageTemplate of(String text) {
    List<String> flaws = new ArrayList<>();
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      flaws.addAll(flaws("line " + number + ": ", line));
    }
    PageTemplate template = new PageTemplate(text);
    if (!template.has(Slot.HEAD)) {
      flaws.add("there is no {{head}}: without it the page would not open by itself");
    }
    if (!flaws.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", flaws));
    }
    return template;
  }

  private static List<String> flaws(String where, String line) {
    List<String> flaws = new ArrayList<>();
    Matcher slots = SLOT.matcher(line);
    while (slots.find()) {
      String word = slots.group(1);
      if (!SLOTS.containsKey(word)) {
        flaws.add(where + "there is no slot {{" + word + "}}" + SUGGESTIONS.didYouMean(word));
      }
    }
    if (SLOT.matcher(line).replaceAll("").contains("{{")) {
      flaws.add(where + "a slot is not closed by }}");
    }
    return flaws;
  }

  private boolean has(Slot wanted) {
    return SLOT.matcher(text).results().anyMatch(slot -> wanted.word().equals(slot.group(1)));
  }

  /** The page with its slots filled. */
  public String fill(Function<Slot, String> words) {
    return SLOT.matcher(text)
        .replaceAll(found -> Matcher.quoteReplacement(Optional.ofNullable(SLOTS.get(found.group(1)))
            .map(slot -> slot.markup ? words.apply(slot) : escaped(words.apply(slot)))
            .orElse("")));
  }

  /** For text and for attributes in either kind of quotes. */
  public static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PageTemplate template && template.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }
}
