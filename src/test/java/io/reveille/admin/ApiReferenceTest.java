package io.reveille.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.testing.GeneratedPage;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page on the API is what its OpenAPI document says. {@code -Dreveille.docs.write=true} writes it. */
class ApiReferenceTest {
  private static final Path PAGE = Path.of("docs", "api.md");
  private static final Pattern MENTIONED =
      Pattern.compile("127\\.0\\.0\\.1:7412(/[a-z0-9/{}._-]*)");

  private final JsonObject document = Contract.read();

  @Test
  void thePageHoldsEveryOperation() throws IOException {
    new GeneratedPage("api.md").holding("operations", operations()).checkOrWrite();
  }

  @Test
  void everyPathThatThePageMentionsExists() throws IOException {
    List<String> mentioned = MENTIONED
        .matcher(Files.readString(PAGE))
        .results()
        .map((MatchResult match) -> match.group(1).replaceAll("/lal(?=/|$)", "/{id}"))
        .toList();

    assertThat(mentioned).isNotEmpty();
    assertThat(document.getJsonObject("paths").fieldNames()).containsAll(mentioned);
  }

  private String operations() {
    StringBuilder text = new StringBuilder();
    for (Object tag : document.getJsonArray("tags")) {
      JsonObject group = (JsonObject) tag;
      text.append("\n## ").append(group.getString("name")).append('\n');
      text.append(group.getString("description")).append('\n');
      text.append("\n| request | role | does | answers |\n|---|---|---|---|\n");
      document.getJsonObject("paths").forEach(path -> rows(text, path.getKey(), group));
      text.append(parameters(group));
    }
    return text.append('\n').toString();
  }

  private void rows(StringBuilder text, String path, JsonObject group) {
    document.getJsonObject("paths").getJsonObject(path).forEach(method -> {
      JsonObject operation = (JsonObject) method.getValue();
      if (operation.getJsonArray("tags").contains(group.getString("name"))) {
        text.append("| `%s %s` | %s | %s | %s |\n"
            .formatted(
                method.getKey().toUpperCase(Locale.ROOT),
                path,
                Optional.ofNullable(operation.getString("x-role")).orElse("none"),
                does(operation),
                String.join(" ", operation.getJsonObject("responses").fieldNames())));
      }
    });
  }

  private static String does(JsonObject operation) {
    return operation.getString("summary")
        + Optional.ofNullable(operation.getString("description"))
            .map(more -> " " + more)
            .orElse("");
  }

  /** Those of a group, each once. */
  private String parameters(JsonObject group) {
    List<String> rows = new ArrayList<>();
    document
        .getJsonObject("paths")
        .forEach(path -> ((JsonObject) path.getValue()).forEach(method -> {
          JsonObject operation = (JsonObject) method.getValue();
          if (operation.getJsonArray("tags").contains(group.getString("name"))) {
            operation
                .getJsonArray("parameters", new JsonArray())
                .forEach(parameter -> rows.add(row(resolved((JsonObject) parameter))));
          }
        }));
    return rows.isEmpty()
        ? ""
        : "\n| parameter | in | |\n|---|---|---|\n"
            + rows.stream().distinct().collect(Collectors.joining());
  }

  private JsonObject resolved(JsonObject parameter) {
    String reference = parameter.getString("$ref", "");
    String name = reference.substring(reference.lastIndexOf('/') + 1);
    return reference.isEmpty()
        ? parameter
        : document.getJsonObject("components").getJsonObject("parameters").getJsonObject(name);
  }

  private static String row(JsonObject parameter) {
    JsonObject schema = parameter.getJsonObject("schema");
    String byDefault = Optional.ofNullable(schema.getValue("default"))
        .map(value -> " Default: `" + value + "`.")
        .orElse("");
    return "| `%s` | %s | %s%s |\n"
        .formatted(
            parameter.getString("name"),
            parameter.getString("in"),
            parameter.getString("description"),
            byDefault);
  }
}
