package io.reveille;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Versions of what the build takes from others stand in one place, the properties of pom.xml. */
class VersionsTest {
  private static final Pattern WRITTEN_OUT = Pattern.compile("<version>[^$<]*</version>");

  @Test
  void thePomNamesEachByItsProperty() throws IOException {
    String pom = Files.readString(Path.of("pom.xml"));
    int own = pom.indexOf("<properties>");

    // what the build needs of Java and Maven is a range, not a version
    assertThat(WRITTEN_OUT
            .matcher(pom.substring(own))
            .results()
            .map(MatchResult::group)
            .filter(version -> !version.contains("["))
            .toList())
        .isEmpty();
  }
}
