package io.reveille.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** Kinds that hold several values: an array in the file, separated by commas in text. */
record Listed<T>(String name, Function<List<String>, T> reader) implements Kind<T> {

  @Override
  public T fromText(String text) {
    return reader.apply(Stream.of(text.split(",", -1))
        .map(String::strip)
        .filter(word -> !word.isEmpty())
        .toList());
  }

  @Override
  public T fromJson(JsonNode node) {
    if (node.isTextual()) {
      return fromText(node.asText());
    }
    if (!node.isArray()) {
      throw new IllegalArgumentException(shown(node) + " is no " + name);
    }
    List<String> words = new ArrayList<>();
    node.forEach(word -> words.add(word(word)));
    return reader.apply(words);
  }

  private static String word(JsonNode node) {
    if (!node.isTextual() && !node.isNumber()) {
      throw new IllegalArgumentException(shown(node) + " is no text");
    }
    return node.asText();
  }

  static String shown(JsonNode node) {
    return node.isContainerNode()
        ? "an " + node.getNodeType().name().toLowerCase(Locale.ROOT)
        : node.toString();
  }

  /** Words of a command: never split, for a comma is an ordinary letter there. */
  record Command(String name) implements Kind<List<String>> {
    @Override
    public List<String> fromText(String text) {
      return text.isEmpty() ? List.of() : List.of(text);
    }

    @Override
    public List<String> fromJson(JsonNode node) {
      if (!node.isArray() || node.isEmpty()) {
        throw new IllegalArgumentException(
            shown(node) + " is no command: use a list of words such as [\"node\", \"agent.js\"]");
      }
      List<String> words = new ArrayList<>();
      node.forEach(word -> words.add(word(word)));
      return List.copyOf(words);
    }
  }

  /** Variables of a process. */
  record Variables(String name) implements Kind<Map<String, Secret>> {
    @Override
    public Map<String, Secret> fromText(String text) {
      if (!text.isEmpty()) {
        throw new IllegalArgumentException("variables stand in an object");
      }
      return Map.of();
    }

    @Override
    public Map<String, Secret> fromJson(JsonNode node) {
      if (!node.isObject()) {
        throw new IllegalArgumentException(
            shown(node) + " is no object of variables such as {\"MODE\": \"fast\"}");
      }
      Map<String, Secret> variables = new LinkedHashMap<>();
      node.properties()
          .forEach(entry -> variables.put(entry.getKey(), new Secret(word(entry.getValue()))));
      return variables;
    }
  }
}
