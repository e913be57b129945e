package io.reveille.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces <code>${NAME}</code> and <code>${file:/path}</code> in strings; <code>$${</code> stands for
 * <code>${</code>.
 */
final class Placeholders {
  private static final Pattern FORM = Pattern.compile("\\$\\$\\{|\\$\\{([^}]*)(\\}?)");
  private static final String FILE = "file:";

  private final Map<String, String> environment;
  private final Problems problems;
  private final Set<String> used = new HashSet<>();

  Placeholders(Map<String, String> environment, Problems problems) {
    this.environment = environment;
    this.problems = problems;
  }

  /** Variables that were asked for. */
  Set<String> used() {
    return used;
  }

  /** The tree with its strings replaced; a missing node where that could not be done and was reported. */
  JsonNode replaceIn(JsonNode node, String pointer) {
    if (node instanceof ObjectNode object) {
      for (String name : namesOfConcern(object)) {
        object.set(name, replaceIn(object.get(name), Document.pointer(pointer, name)));
      }
      return object;
    }
    if (node instanceof ArrayNode array) {
      return replaceInArray(array, pointer);
    }
    return node.isTextual() && node.asText().contains("${")
        ? replaced(node.asText(), pointer)
        : node;
  }

  private static List<String> namesOfConcern(ObjectNode object) {
    return object.properties().stream()
        .filter(field -> concerns(field.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static boolean concerns(JsonNode node) {
    return node.isContainerNode() || (node.isTextual() && node.asText().contains("${"));
  }

  private JsonNode replaceInArray(ArrayNode array, String pointer) {
    boolean complete = true;
    for (int index = 0; index < array.size(); index++) {
      JsonNode element = replaceIn(array.get(index), pointer + "/" + index);
      array.set(index, element);
      complete &= !element.isMissingNode();
    }
    return complete ? array : MissingNode.getInstance();
  }

  private JsonNode replaced(String text, String pointer) {
    try {
      return TextNode.valueOf(FORM.matcher(text)
          .replaceAll(match -> Matcher.quoteReplacement(
              match.group(1) == null
                  ? "${"
                  : value(match.group(1), !match.group(2).isEmpty()))));
    } catch (IllegalArgumentException wrong) {
      problems.add(pointer, String.valueOf(wrong.getMessage()));
      return MissingNode.getInstance();
    }
  }

  private String value(String name, boolean closed) {
    if (!closed) {
      throw new IllegalArgumentException("'${' is not closed: add '}', or write '$${' for '${'");
    }
    if (name.startsWith(FILE)) {
      return SecretFile.read(name.substring(FILE.length()));
    }
    used.add(name);
    String value = environment.get(name);
    if (value == null) {
      throw new IllegalArgumentException("variable " + name + " is not set");
    }
    return value;
  }
}
