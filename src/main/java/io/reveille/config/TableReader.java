package io.reveille.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** Reads an object of the file by a table: what the table does not know is a problem. */
final class TableReader {
  private final Table table;
  private final Problems problems;

  TableReader(Table table, Problems problems) {
    this.table = table;
    this.problems = problems;
  }

  /** @param pointer of the object, empty for the root */
  Values read(JsonNode object, String pointer) {
    Values values = new Values();
    readFields(object, pointer, "", values);
    return values;
  }

  private void readFields(JsonNode object, String pointer, String prefix, Values values) {
    object
        .properties()
        .forEach(field -> readField(
            prefix + field.getKey(),
            field.getValue(),
            Document.pointer(pointer, field.getKey()),
            values));
  }

  private void readField(String path, JsonNode node, String pointer, Values values) {
    Optional<Key<?>> key = table.find(path);
    if (key.isPresent()) {
      readValue(key.get(), node, pointer, values);
    } else if (table.isGroup(path)) {
      readGroup(path, node, pointer, values);
    } else if (!table.isSection(path)) {
      problems.add(pointer, "unknown key" + table.didYouMean(path));
    }
  }

  private <T> void readValue(Key<T> key, JsonNode node, String pointer, Values values) {
    if (node.isMissingNode()) {
      values.refuse(key);
    } else if (node.isNull()) {
      values.refuse(key);
      problems.add(pointer, "null is no value: leave the key out");
    } else {
      values.read(key, kind -> kind.fromJson(node), pointer, problems);
    }
  }

  private void readGroup(String path, JsonNode node, String pointer, Values values) {
    if (node.isObject()) {
      readFields(node, pointer, path + ".", values);
    } else if (!node.isMissingNode()) {
      problems.add(pointer, Listed.shown(node) + " is no object: use { … }");
    }
  }
}
