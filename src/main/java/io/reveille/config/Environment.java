package io.reveille.config;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The variables {@code REVEILLE_…}. An empty one counts as not set, as compose files produce them. */
final class Environment {
  /** Names the file; the other keys of the table have variables of their own. */
  static final String CONFIG = "REVEILLE_CONFIG";

  private static final String PREFIX = "REVEILLE_";
  private static final String FILE = "_FILE";
  /** The log is there before the configuration, so it has variables of its own. */
  private static final List<String> OF_THE_LOG =
      List.of("REVEILLE_LOG_FORMAT", "REVEILLE_LOG_LEVEL");

  private final Map<String, String> variables;

  Environment(Map<String, String> variables) {
    this.variables = variables;
  }

  String get(String name) {
    return variables.getOrDefault(name, "");
  }

  Values read(Problems problems) {
    Values values = new Values();
    keys().forEach(key -> read(key, values, problems));
    return values;
  }

  private <T> void read(Key<T> key, Values values, Problems problems) {
    String name = key.variable();
    String file = key.kind().secret() ? get(name + FILE) : "";
    if (!file.isEmpty() && !get(name).isEmpty()) {
      values.refuse(key);
      problems.add(name, "is set, and so is " + name + FILE + ": keep one of them");
    } else if (!file.isEmpty()) {
      values.read(key, kind -> kind.fromText(SecretFile.read(file)), name + FILE, problems);
    } else if (!get(name).isEmpty()) {
      values.read(key, get(name), name, problems);
    }
  }

  /** A sentence for each variable that looks like one of ours and is none. */
  List<String> warnings(Set<String> usedByPlaceholders) {
    Set<String> known = names();
    Suggestions suggestions = new Suggestions(known);
    Set<String> strange = new TreeSet<>(variables.keySet());
    strange.removeIf(name -> !name.startsWith(PREFIX) || known.contains(name));
    strange.removeAll(new HashSet<>(usedByPlaceholders));
    return strange.stream()
        .map(name -> "variable " + name + " sets nothing" + suggestions.didYouMean(name))
        .toList();
  }

  private static Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    names.add(CONFIG);
    names.addAll(OF_THE_LOG);
    keys().forEach(key -> {
      names.add(key.variable());
      if (key.kind().secret()) {
        names.add(key.variable() + FILE);
      }
    });
    return names;
  }

  private static List<Key<?>> keys() {
    return Keys.TABLE.keys().stream().filter(key -> !key.equals(Keys.VERSION)).toList();
  }
}
