package io.reveille.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.reveille.core.Agent;
import io.reveille.core.Cause;
import io.reveille.testing.Configurations;
import io.reveille.testing.Pages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the pages say is what the code says: words, links and examples. */
class PagesTest {
  private static final Path LIFECYCLE = Path.of("docs", "lifecycle.md");
  private static final Path PROBLEMS = Path.of("docs", "problems.md");
  private static final String DECISIONS = "decisions/README.md";
  private static final Path SOURCES = Path.of("src", "main", "java", "io", "reveille");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\|");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
  private static final Pattern EVENT = Pattern.compile(
      "\"((?:agent|runtime|config|gateway|alert)\\.[a-z-]+)\"|names\\.add\\(\"([a-z-]+)\"\\)"
          + "|\\? \"(reset)\" : \"([a-z-]+)\"");
  private static final Pattern PROBLEM = Pattern.compile(
      "(?:Problem\\.of\\(\\s*(?:\\d+|[A-Z_]+),|unavailable\\(\\s*view,|refusal\\(\\d+,)\\s*\"([a-z-]+)\"(?!\\s*\\+)");

  @Test
  void thePageOnTheLifecycleHasEveryStateAndNoOther() throws IOException {
    Set<String> states =
        Stream.of(Agent.State.values()).map(Agent.State::word).collect(Collectors.toSet());

    assertThat(rows(section(LIFECYCLE, "States"))).containsExactlyInAnyOrderElementsOf(states);
  }

  @Test
  void thePageOnTheLifecycleHasEveryCauseAndNoOther() throws IOException {
    Set<String> causes = Stream.of(Cause.values()).map(Cause::word).collect(Collectors.toSet());

    assertThat(rows(section(LIFECYCLE, "Causes"))).containsExactlyInAnyOrderElementsOf(causes);
  }

  @Test
  void thePageOnTheLifecycleHasEveryEventAndNoOther() throws IOException {
    Set<String> events = new TreeSet<>();
    for (String word : inSources(EVENT)) {
      events.add(word.contains(".") ? word : "agent." + word);
    }

    assertThat(rows(section(LIFECYCLE, "Events"))).containsExactlyInAnyOrderElementsOf(events);
  }

  @Test
  void thePageOnProblemsHasEveryTypeAndNoOther() throws IOException {
    Set<String> types = inSources(PROBLEM);

    assertThat(rows(Files.readString(PROBLEMS))).containsExactlyInAnyOrderElementsOf(types);
  }

  @Test
  void everyLinkLeadsSomewhere() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Path page : Pages.all()) {
      Matcher link = LINK.matcher(Files.readString(page));
      while (link.find()) {
        if (!link.group(1).matches("https?:.*") && !leadsSomewhere(page, link.group(1))) {
          broken.add(page + ": " + link.group(1));
        }
      }
    }

    assertThat(broken).isEmpty();
  }

  @Test
  void theIndexHasFourGroupsAndEveryPageInOneOfThem() throws IOException {
    List<String> sections = Pages.sectionsOfTheIndex();
    List<String> listed = sections.stream()
        .flatMap(section -> LINK.matcher(section).results())
        .map(link -> link.group(1))
        .toList();
    List<String> pages = Pages.documentation().stream()
        .map(Path.of("docs")::relativize)
        .map(Path::toString)
        .filter(page -> !page.equals("README.md"))
        .filter(page -> page.equals(DECISIONS) || !page.startsWith("decisions"))
        .toList();

    assertThat(sections.stream().map(section -> section.lines().findFirst().orElse("")))
        .containsExactly("Tutorial", "How to", "Reference", "Explanation");
    assertThat(listed).containsExactlyInAnyOrderElementsOf(pages);
  }

  @Test
  void theIndexOfTheDecisionsHasEachOnce() throws IOException {
    Path index = Path.of("docs", DECISIONS);
    List<String> listed = LINK.matcher(Files.readString(index))
        .results()
        .map(link -> link.group(1))
        .filter(name -> name.endsWith(".md"))
        .toList();
    List<String> decisions = Pages.documentation().stream()
        .filter(page -> page.startsWith(index.getParent()) && !page.equals(index))
        .map(page -> page.getFileName().toString())
        .toList();

    assertThat(listed).containsExactlyInAnyOrderElementsOf(decisions);
  }

  @Test
  void everyDecisionHasANumberOfItsOwn() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("docs", "decisions"))) {
      assertThat(
              files.map(file -> file.getFileName().toString().substring(0, 4)).toList())
          .isNotEmpty()
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void everyExampleOfAConfigurationLoads() throws IOException {
    for (Path page : Pages.all()) {
      for (String snippet : Pages.snippets(page, "jsonc?")) {
        String text = snippet.strip();
        String whole = text.startsWith("{") ? text : "{" + text + "}";
        assertThatCode(() -> Configurations.load(withoutFiles(whole)))
            .as("%s: %s", page, text)
            .doesNotThrowAnyException();
      }
    }
  }

  /** A secret's file is not on this machine. */
  private static String withoutFiles(String text) {
    return text.replaceAll("\\$\\{file:[^}]+}", "secret");
  }

  private static boolean leadsSomewhere(Path page, String target) throws IOException {
    String[] parts = target.split("#", 2);
    Path file = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
    return Files.exists(file)
        && (parts.length == 1 || anchors(Files.readString(file)).contains(parts[1]));
  }

  private static Set<String> anchors(String text) {
    return HEADING
        .matcher(text)
        .results()
        .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\w\\- ]", "").replace(' ', '-'))
        .collect(Collectors.toSet());
  }

  private static String section(Path page, String title) throws IOException {
    String text = Files.readString(page);
    int begin = text.indexOf("\n## " + title + "\n");
    assertThat(begin).isPositive();
    int end = text.indexOf("\n## ", begin + 1);
    return text.substring(begin, end < 0 ? text.length() : end);
  }

  private static List<String> rows(String text) {
    return ROW.matcher(text).results().map(row -> row.group(1)).toList();
  }

  private static Set<String> inSources(Pattern pattern) throws IOException {
    Set<String> words = new TreeSet<>();
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(PagesTest::says).toList()) {
        Matcher matcher = pattern.matcher(Files.readString(file));
        while (matcher.find()) {
          for (int group = 1; group <= matcher.groupCount(); group++) {
            if (matcher.group(group) != null) {
              words.add(matcher.group(group));
            }
          }
        }
      }
    }
    return words;
  }

  /** The configuration names events that others publish, and some that nobody does yet. */
  private static boolean says(Path file) {
    return file.toString().endsWith(".java") && !file.startsWith(SOURCES.resolve("config"));
  }
}
