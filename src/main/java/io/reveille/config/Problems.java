package io.reveille.config;

import io.reveille.config.ConfigException.Problem;
import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong, so that one report can name all of it. */
final class Problems {
  private final List<Problem> found = new ArrayList<>();

  void add(String where, String what) {
    found.add(new Problem(where, what));
  }

  List<Problem> found() {
    return List.copyOf(found);
  }

  void refuseIfAny(String source) {
    if (!found.isEmpty()) {
      throw new ConfigException(source, found);
    }
  }
}
