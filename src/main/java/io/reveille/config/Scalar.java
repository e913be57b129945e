package io.reveille.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import java.util.function.Function;

/**
 * A kind that is one text, number or truth value.
 *
 * @param shape what stands in the file; a string is taken as well, for it may come from a placeholder
 */
record Scalar<T>(String name, JsonNodeType shape, boolean secret, Function<String, T> reader)
    implements Kind<T> {

  static <T> Scalar<T> text(String name, Function<String, T> reader) {
    return new Scalar<>(name, JsonNodeType.STRING, false, reader);
  }

  static <T> Scalar<T> number(String name, Function<String, T> reader) {
    return new Scalar<>(name, JsonNodeType.NUMBER, false, reader);
  }

  @Override
  public T fromText(String text) {
    return reader.apply(text);
  }

  @Override
  public T fromJson(JsonNode node) {
    if (!node.isTextual() && node.getNodeType() != shape) {
      throw new IllegalArgumentException(Listed.shown(node) + " is no " + name);
    }
    return reader.apply(node.asText());
  }
}
