package io.reveille.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder of its own for one demo, removed with all that is in it. */
final class Folder {
  private final Path path;

  private Folder(Path path) {
    this.path = path;
  }

  static Folder make() {
    try {
      return new Folder(Files.createTempDirectory("reveille-demo"));
    } catch (IOException fault) {
      throw new UncheckedIOException("The demo needs a folder for its files", fault);
    }
  }

  Path write(String name, String text) {
    try {
      return Files.writeString(path.resolve(name), text);
    } catch (IOException fault) {
      throw new UncheckedIOException("The demo cannot write " + path.resolve(name), fault);
    }
  }

  String database() {
    return "jdbc:sqlite:" + path.resolve("reveille.db");
  }

  void remove() {
    try (Stream<Path> inside = Files.walk(path)) {
      List<Path> deepestFirst = inside.sorted(Comparator.reverseOrder()).toList();
      for (Path one : deepestFirst) {
        Files.deleteIfExists(one);
      }
    } catch (IOException fault) {
      System.err.println("Left behind: " + path + " (" + fault + ")");
    }
  }
}
