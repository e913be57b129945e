package io.reveille.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.reveille.core.BotId;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Reads {@code agents} of the file. */
final class AgentEntries {
  private static final String POINTER = "/" + Keys.AGENTS;

  private final Problems problems;
  private final TableReader reader;
  private final Map<BotId, Values> entries = new LinkedHashMap<>();

  AgentEntries(Problems problems) {
    this.problems = problems;
    reader = new TableReader(AgentKeys.TABLE, problems);
  }

  /** @param agents a missing node if the file has none */
  Map<BotId, Values> read(JsonNode agents) {
    if (agents.isObject()) {
      agents.properties().forEach(entry -> readEntry(entry.getKey(), entry.getValue()));
    } else if (!agents.isMissingNode()) {
      problems.add(POINTER, Listed.shown(agents) + " is no object: use { \"BOT_ID\": { … } }");
    }
    return entries;
  }

  private void readEntry(String name, JsonNode entry) {
    String pointer = Document.pointer(POINTER, name);
    if (!entry.isObject()) {
      problems.add(pointer, Listed.shown(entry) + " is no object: use { … }");
      return;
    }
    try {
      BotId agent = new BotId(name.toLowerCase(Locale.ROOT));
      if (entries.putIfAbsent(agent, reader.read(entry, pointer)) != null) {
        problems.add(pointer, "is the bot ID " + agent + " once more: case makes no difference");
      }
    } catch (IllegalArgumentException malformed) {
      problems.add(pointer, String.valueOf(malformed.getMessage()));
    }
  }
}
