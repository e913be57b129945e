package io.reveille.config;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.stream.Stream;

/** A file that a key names. It is read with the configuration, so that a flaw is found before it is used. */
record NamedFile(Key<Optional<String>> key, Layers layers) {

  /** Makes something of a file, or throws with what is wrong with it. */
  interface Reading<T> {
    T from(Path file) throws IOException, GeneralSecurityException;
  }

  /** Empty if the key names none, or something is wrong with it. */
  <T> Optional<T> read(Reading<T> reading, Problems problems) {
    return name().flatMap(file -> read(file, reading, problems));
  }

  private <T> Optional<T> read(String file, Reading<T> reading, Problems problems) {
    String where = layers.where(key);
    try {
      return Optional.of(reading.from(Path.of(file)));
    } catch (NoSuchFileException missing) {
      problems.add(where, "file " + file + " does not exist");
    } catch (IOException | GeneralSecurityException | InvalidPathException unreadable) {
      problems.add(where, "file " + file + " cannot be read: " + unreadable);
    } catch (IllegalArgumentException flawed) {
      problems.add(where, "file " + file + ": " + flawed.getMessage());
    }
    return Optional.empty();
  }

  Optional<String> name() {
    return layers.of(key);
  }

  Stream<Path> path() {
    return name().stream().map(Path::of);
  }

  /** The name of the file, which differs from the same name with another content. */
  Object shown(Object content) {
    return new Content(name().orElse(""), content);
  }

  private record Content(String file, Object content) {
    @Override
    public String toString() {
      return file;
    }
  }
}
