package io.reveille.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The configuration file as a tree of JSON. */
final class Document {
  private static final JsonMapper MAPPER = JsonMapper.builder()
      .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
      .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
      .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
      .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
      .build();

  private Document() {}

  static ObjectNode empty() {
    return MAPPER.createObjectNode();
  }

  /** The object in {@code file}; an empty one if there is a problem with all of it. */
  static ObjectNode read(Path file, Problems problems) {
    try {
      JsonNode root = MAPPER.readTree(Files.readString(file));
      if (root instanceof ObjectNode object) {
        return object;
      }
      problems.add("/", "the file holds no object: use { … }");
    } catch (JsonProcessingException wrong) {
      problems.add(place(wrong.getLocation()), said(wrong));
    } catch (NoSuchFileException missing) {
      problems.add(file.toString(), "there is no such file");
    } catch (IOException unreadable) {
      problems.add(file.toString(), "cannot be read: " + unreadable);
    }
    return empty();
  }

  /** Without where the parser thinks the bracket was: that names no file, only a setting of the parser. */
  private static String said(JsonProcessingException wrong) {
    return wrong.getOriginalMessage().replaceFirst(" \\(start marker at .*", "");
  }

  private static String place(@Nullable JsonLocation location) {
    return location == null
        ? "/"
        : "line " + location.getLineNr() + ", column " + location.getColumnNr();
  }

  /** The pointer of a member, escaped as RFC 6901 says. */
  static String pointer(String parent, String name) {
    return parent + "/" + name.replace("~", "~0").replace("/", "~1");
  }
}
