package io.reveille.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The published JSON Schema is that of the code. {@code -Dreveille.docs.write=true} writes it. */
class SchemaTest {
  private static final Path SCHEMA = Path.of("conf", "reveille.schema.json");
  private static final String CHOICE = "one of ";

  @Test
  void theSchemaHoldsTheTablesOfTheCode() throws IOException {
    String expected = schema().toPrettyString() + "\n";
    if (Boolean.getBoolean("reveille.docs.write")) {
      Files.writeString(SCHEMA, expected);
    }
    assertThat(Files.readString(SCHEMA))
        .as("run with -Dreveille.docs.write=true to mend it")
        .isEqualTo(expected);
  }

  @Test
  void everyKeyOfTheExampleIsInTheSchema() {
    JsonNode example = Document.read(Path.of("conf", "reveille.example.json"), new Problems());

    assertKnown(example, schema());
  }

  private static void assertKnown(JsonNode object, JsonNode schema) {
    object.properties().forEach(field -> {
      JsonNode property = schema.path("properties").path(field.getKey());
      assertThat(property.isObject()).as(field.getKey()).isTrue();
      if (property.has("properties")) {
        assertKnown(field.getValue(), property);
      }
    });
  }

  private static ObjectNode schema() {
    ObjectNode schema = object(Keys.TABLE);
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", "Configuration of Reveille");
    ObjectNode properties = schema.withObject("/properties");
    properties.putObject(Keys.SCHEMA).put("type", "string");
    mapOf(properties.putObject(Keys.AGENTS), object(AgentKeys.TABLE));
    ObjectNode alerts = properties.withObject("/alerts");
    alerts.put("type", "object").put("additionalProperties", false);
    ObjectNode target = object(AlertKeys.TARGET);
    target.putArray("required").add(AlertKeys.TYPE.path());
    mapOf(alerts.withObject("/properties").putObject("targets"), target);
    ObjectNode rule = object(AlertKeys.RULE);
    rule.putArray("required").add(AlertKeys.ON.path()).add(AlertKeys.TO.path());
    ObjectNode rules = alerts.withObject("/properties").putObject("rules");
    rules.put("type", "array").set("items", rule);
    return schema;
  }

  private static void mapOf(ObjectNode property, ObjectNode values) {
    property.put("type", "object").set("additionalProperties", values);
  }

  private static ObjectNode object(Table table) {
    ObjectNode root = closed(Document.empty());
    for (Key<?> key : table.keys()) {
      ObjectNode parent = root;
      List<String> words = List.of(key.path().split("\\.", -1));
      for (String group : words.subList(0, words.size() - 1)) {
        parent = closed(parent.withObject("/properties").withObject("/" + group));
      }
      ObjectNode property = parent.withObject("/properties").putObject(words.get(words.size() - 1));
      describe(key, property);
    }
    return root;
  }

  private static ObjectNode closed(ObjectNode schema) {
    schema.put("type", "object").put("additionalProperties", false);
    return schema;
  }

  private static void describe(Key<?> key, ObjectNode property) {
    property.put("description", key.about());
    Kind<?> kind = key.kind();
    if (kind.name().startsWith(CHOICE)) {
      for (String word : kind.name().substring(CHOICE.length()).split(", ", -1)) {
        property.withArray("/enum").add(word);
      }
    } else if (kind instanceof Scalar<?> scalar) {
      // a string may stand for anything, for it may hold a placeholder
      property.putArray("type").add("string");
      switch (scalar.shape()) {
        case NUMBER -> property.withArray("/type").add("number");
        case BOOLEAN -> property.withArray("/type").add("boolean");
        default -> property.put("type", "string");
      }
    } else if (kind instanceof Listed<?>) {
      property.putArray("type").add("string").add("array");
      property.putObject("items").putArray("type").add("string").add("number");
    } else {
      property.put("type", kind instanceof Listed.Command ? "array" : "object");
    }
  }
}
