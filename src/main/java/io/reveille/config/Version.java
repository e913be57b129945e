package io.reveille.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which Reveille this is, as the build wrote it down. */
public final class Version {
  private Version() {}

  /** For example {@code 0.1.0}. */
  public static String current() {
    try (InputStream file = Version.class.getResourceAsStream("/reveille.properties")) {
      Properties properties = new Properties();
      if (file != null) {
        properties.load(file);
      }
      return properties.getProperty("version", "unknown");
    } catch (IOException fault) {
      throw new UncheckedIOException("reveille.properties", fault);
    }
  }
}
