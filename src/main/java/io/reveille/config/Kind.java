package io.reveille.config;

import com.fasterxml.jackson.databind.JsonNode;

/** A kind of value: how it is read, and how the reference calls it. Readers throw {@link IllegalArgumentException} with what is wrong. */
interface Kind<T> {
  /** As the reference says it, for example {@code duration}. */
  String name();

  /** From a flag, a variable, a label or the table of defaults. */
  T fromText(String text);

  T fromJson(JsonNode node);

  /** Whether a variable may name a file that holds the value. */
  default boolean secret() {
    return false;
  }
}
