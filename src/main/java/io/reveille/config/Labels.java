package io.reveille.config;

import io.reveille.core.BotId;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The labels {@code reveille.*} of a container. A bad one is told and left out; it never stops anything. */
final class Labels {
  /** Opts a container in. */
  static final Key<Boolean> ENABLE = Key.of(
      "enable", Kinds.SWITCH, "false", "true opts the container in; without it no label counts.");

  /** The bot ID. */
  static final Key<Optional<BotId>> ID = Key.of(
      "id", Kinds.BOT_ID, "", "The bot ID; else the compose service's name, else the container's.");

  private static final String PREFIX = "reveille.";
  private static final Map<String, Key<?>> KEYS = keys();
  private static final Suggestions SUGGESTIONS = new Suggestions(labels());

  private Labels() {}

  private static Map<String, Key<?>> keys() {
    Map<String, Key<?>> keys = new LinkedHashMap<>();
    keys.put(ENABLE.label(), ENABLE);
    keys.put(ID.label(), ID);
    AgentKeys.TABLE.keys().stream()
        .filter(key -> !AgentKeys.FILE_ONLY.contains(key))
        .forEach(key -> keys.put(key.label(), key));
    return keys;
  }

  private static Set<String> labels() {
    return new LinkedHashSet<>(KEYS.keySet());
  }

  /** In the order of the reference. */
  static List<Key<?>> all() {
    return List.copyOf(KEYS.values());
  }

  static Values read(Map<String, String> labels, Problems problems) {
    Values values = new Values();
    new TreeMap<>(labels).forEach((label, text) -> {
      if (label.startsWith(PREFIX)) {
        read(label, text, values, problems);
      }
    });
    return values;
  }

  private static void read(String label, String text, Values values, Problems problems) {
    Key<?> key = KEYS.get(label);
    if (key == null) {
      problems.add("label " + label, "is unknown" + SUGGESTIONS.didYouMean(label));
    } else {
      values.read(key, text, "label " + label, problems);
    }
  }
}
