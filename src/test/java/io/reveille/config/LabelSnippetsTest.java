package io.reveille.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.reveille.core.BotId;
import io.reveille.testing.Configurations;
import io.reveille.testing.Pages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every label in what people are to copy exists, and has a value that is understood. */
class LabelSnippetsTest {
  /** What Compose puts in, unless the environment says otherwise. */
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{\\w+:-([^}]*)}");

  @Test
  void everyLabelInTheSnippetsOfThePagesCounts() throws IOException {
    int found = 0;
    for (Path page : Pages.all()) {
      for (String snippet : Pages.snippets(page, "ya?ml")) {
        found += check(page, snippet);
      }
    }

    assertThat(found).isPositive();
  }

  @Test
  void everyLabelInTheComposeFileCounts() throws IOException {
    Path file = Path.of("docker", "compose.yaml");

    assertThat(check(file, Files.readString(file))).isPositive();
  }

  /** How many agents have labels in it. */
  private static int check(Path page, String text) throws IOException {
    String yaml = VARIABLE.matcher(text).replaceAll("$1");
    int found = 0;
    for (JsonNode labels : new YAMLMapper().readTree(yaml).findValues("labels")) {
      Map<String, String> read = read(labels);
      assertThat(Configurations.load("{}")
              .config()
              .agents()
              .settings(new BotId("lal"), read)
              .problems())
          .as("%s: %s", page, read)
          .isEmpty();
      found += read.containsKey("reveille.enable") ? 1 : 0;
    }
    return found;
  }

  /** Compose takes them as a map, and as a list of NAME=value. */
  private static Map<String, String> read(JsonNode labels) {
    Map<String, String> read = new LinkedHashMap<>();
    labels
        .properties()
        .forEach(label -> read.put(label.getKey(), label.getValue().asText()));
    if (labels.isArray()) {
      for (JsonNode label : labels) {
        String[] parts = label.asText().split("=", 2);
        read.put(parts[0], parts.length == 2 ? parts[1] : "");
      }
    }
    return read;
  }
}
