package io.reveille.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JarFilesTest {
  private static final String IN_THE_JAR = "json-schema.org/draft/2020-12/schema";

  @AutoClose
  private final JarFiles files = new JarFiles();

  @TempDir
  Path folder;

  @Test
  void aFileOnTheDiskIsItself() throws IOException {
    Path file = Files.writeString(folder.resolve("cert.pem"), "a certificate");

    assertThat(files.resolve(file.toString())).hasContent("a certificate");
    assertThat(files.resolve("pom.xml")).isEqualTo(new File("pom.xml"));
  }

  @Test
  void whatIsInAJarIsUnpackedOnce() {
    File copy = files.resolve(IN_THE_JAR);

    assertThat(copy).content().contains("https://json-schema.org/draft/2020-12/schema");
    assertThat(files.resolve(IN_THE_JAR)).isEqualTo(copy);
  }

  @Test
  void whatIsNowhereStaysMissing() {
    assertThat(files.resolve("no/such/file")).isEqualTo(new File("no/such/file"));
    assertThat(files.resolve("/no/such/file")).doesNotExist();
  }

  @Test
  void whatIsAskedForAgainIsThereAgain() throws IOException {
    File copy = files.resolve(IN_THE_JAR);

    assertThat(files.removeCopies()).isOne();

    assertThat(copy).doesNotExist();
    assertThat(files.resolve(IN_THE_JAR)).content().contains("json-schema.org");
  }

  @Test
  void nothingIsLeftBehind() throws IOException {
    File copy = files.resolve(IN_THE_JAR);

    files.close();

    assertThat(copy).doesNotExist();
  }
}
