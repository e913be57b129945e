package io.reveille.config;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Keys by their dotted path, and the objects they lie in. */
final class Table {
  private final Map<String, Key<?>> keys = new LinkedHashMap<>();
  private final Set<String> groups = new LinkedHashSet<>();
  private final Set<String> sections;
  private final Suggestions suggestions;

  /** @param sections paths of objects that have readers of their own */
  Table(List<Key<?>> keys, Set<String> sections) {
    keys.forEach(key -> this.keys.put(key.path(), key));
    this.sections = sections;
    this.keys.keySet().forEach(this::addGroupsOf);
    sections.forEach(this::addGroupsOf);
    Set<String> names = new LinkedHashSet<>(groups);
    names.addAll(sections);
    names.addAll(this.keys.keySet());
    suggestions = new Suggestions(names);
  }

  private void addGroupsOf(String path) {
    for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
      groups.add(path.substring(0, dot));
    }
  }

  List<Key<?>> keys() {
    return List.copyOf(keys.values());
  }

  Optional<Key<?>> find(String path) {
    return Optional.ofNullable(keys.get(path));
  }

  boolean isGroup(String path) {
    return groups.contains(path);
  }

  boolean isSection(String path) {
    return sections.contains(path);
  }

  /** The end of a sentence about an unknown path: a suggestion, or nothing. */
  String didYouMean(String path) {
    return suggestions.didYouMean(path);
  }
}
