package io.reveille.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A file that holds one value, as container engines mount secrets. */
final class SecretFile {
  private SecretFile() {}

  /** Without the line ends that editors add. Throws {@link IllegalArgumentException} with what is wrong. */
  static String read(String file) {
    try {
      return Files.readString(Path.of(file)).replaceFirst("[\\r\\n]+\\z", "");
    } catch (NoSuchFileException missing) {
      throw new IllegalArgumentException("file " + file + " does not exist", missing);
    } catch (IOException | InvalidPathException unreadable) {
      throw new IllegalArgumentException(
          "file " + file + " cannot be read: " + unreadable, unreadable);
    }
  }
}
