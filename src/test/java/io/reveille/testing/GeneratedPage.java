package io.reveille.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A page of the documentation with parts that are made from the code: what stands between {@code <!-- name -->} and
 * {@code <!-- /name -->}. With {@code -Dreveille.docs.write=true} they are written.
 */
public final class GeneratedPage {
  private final Path file;
  private final String found;
  private String expected;

  public GeneratedPage(String name) throws IOException {
    file = Path.of("docs", name);
    found = Files.readString(file);
    expected = found;
  }

  /** Between the marks of {@code part} stands {@code text}, which ends with a line break. */
  public GeneratedPage holding(String part, String text) {
    String begin = "<!-- " + part + " -->\n";
    String end = "<!-- /" + part + " -->";
    assertThat(expected).contains(begin, end);
    expected = expected.substring(0, expected.indexOf(begin) + begin.length())
        + text
        + expected.substring(expected.indexOf(end));
    return this;
  }

  /** Fails if the page says something else; writes it if asked to. */
  public void checkOrWrite() throws IOException {
    if (Boolean.getBoolean("reveille.docs.write")) {
      Files.writeString(file, expected);
    } else {
      assertThat(found).as("run with -Dreveille.docs.write=true to mend it").isEqualTo(expected);
    }
  }
}
