package io.reveille.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Everything that is written for people. */
public final class Pages {
  private static final Path INDEX = Path.of("docs", "README.md");

  private Pages() {}

  public static List<Path> all() throws IOException {
    Stream<Path> above =
        Stream.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md").map(Path::of);
    return Stream.concat(above, documentation().stream()).toList();
  }

  /** Those of docs/, with its index. */
  public static List<Path> documentation() throws IOException {
    try (Stream<Path> docs = Files.walk(INDEX.getParent())) {
      return docs.filter(path -> path.toString().endsWith(".md")).sorted().toList();
    }
  }

  /** Each with its heading, as they stand in the index. */
  public static List<String> sectionsOfTheIndex() throws IOException {
    return Pattern.compile("(?m)^## ")
        .splitAsStream(Files.readString(INDEX))
        .skip(1)
        .toList();
  }

  /** What stands in the page between fences of one of these kinds. */
  public static List<String> snippets(Path page, String kinds) throws IOException {
    return Pattern.compile("(?s)```(?:" + kinds + ")\n(.*?)```")
        .matcher(Files.readString(page))
        .results()
        .map(snippet -> snippet.group(1))
        .toList();
  }
}
