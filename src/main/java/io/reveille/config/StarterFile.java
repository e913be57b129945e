package io.reveille.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;

/** A configuration to begin with. */
public final class StarterFile {
  /** How much of what can be set stands in it. */
  public enum Extent {
    USUAL("/reveille.starter.json"),
    EVERY_KEY("/reveille.example.json");

    private final String resource;

    Extent(String resource) {
      this.resource = resource;
    }
  }

  private StarterFile() {}

  /**
   * Throws {@link FileAlreadyExistsException} unless it may be replaced.
   *
   * @param replace whether a file that is there is written over
   */
  public static void write(Path file, Extent extent, boolean replace) throws IOException {
    try (InputStream text = StarterFile.class.getResourceAsStream(extent.resource)) {
      InputStream found = Objects.requireNonNull(text, extent.resource);
      if (replace) {
        Files.copy(found, file, StandardCopyOption.REPLACE_EXISTING);
      } else {
        Files.copy(found, file);
      }
    }
  }
}
