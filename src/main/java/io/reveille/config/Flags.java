package io.reveille.config;

import java.util.Map;
import java.util.Optional;

/** What the command line sets: dotted keys and their text. */
final class Flags {
  private Flags() {}

  static Values read(Map<String, String> flags, Problems problems) {
    Values values = new Values();
    flags.forEach((path, text) -> {
      Optional<Key<?>> key = Keys.TABLE.find(path);
      if (key.isPresent()) {
        values.read(key.get(), text, where(path), problems);
      } else {
        problems.add(where(path), "unknown key" + Keys.TABLE.didYouMean(path));
      }
    });
    return values;
  }

  static String where(String path) {
    return "flag " + path;
  }
}
