package io.reveille.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.DockerClient;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.reveille.testing.EngineFilter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The list of calls is what the code calls, what the page says, and what the socket proxy lets through. */
class DockerCallTest {
  private static final Path PAGE = Path.of("docs", "docker-api-calls.md");
  private static final Map<DockerCall, String> COMMANDS = Map.ofEntries(
      Map.entry(DockerCall.PING, "pingCmd"),
      Map.entry(DockerCall.VERSION, "versionCmd"),
      Map.entry(DockerCall.EVENTS, "eventsCmd"),
      Map.entry(DockerCall.LIST, "listContainersCmd"),
      Map.entry(DockerCall.INSPECT, "inspectContainerCmd"),
      Map.entry(DockerCall.LOGS, "logContainerCmd"),
      Map.entry(DockerCall.STATS, "statsCmd"),
      Map.entry(DockerCall.START, "startContainerCmd"),
      Map.entry(DockerCall.STOP, "stopContainerCmd"),
      Map.entry(DockerCall.PAUSE, "pauseContainerCmd"),
      Map.entry(DockerCall.UNPAUSE, "unpauseContainerCmd"));

  @Test
  void theListHoldsEveryCommandThatTheCodeUsesAndNoOther() {
    assertThat(COMMANDS).containsOnlyKeys(DockerCall.values());
    Set<String> used = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.reveille")
            .stream()
            .flatMap(type -> type.getMethodCallsFromSelf().stream())
            .filter(call -> call.getTargetOwner().isAssignableTo(DockerClient.class))
            .map(JavaMethodCall::getName)
            .filter(name -> name.endsWith("Cmd"))
            .collect(Collectors.toSet());

    assertThat(used).containsExactlyInAnyOrderElementsOf(COMMANDS.values());
  }

  @Test
  void theSocketProxyLetsThroughTheListAndNothingElse() {
    assertThat(EngineFilter.shipped())
        .containsExactlyElementsOf(Arrays.stream(DockerCall.values())
            .map(call -> new EngineFilter.Rule(call.method(), call.pattern()))
            .toList());
  }

  @Test
  void aCallIsKnownByWhatWasTried() {
    assertThat(DockerCall.of("POST containers/lal/pause")).contains(DockerCall.PAUSE);
    assertThat(DockerCall.of("GET containers/json")).contains(DockerCall.LIST);
    assertThat(DockerCall.of("GET containers/lal/json")).contains(DockerCall.INSPECT);
    assertThat(DockerCall.of("GET _ping")).contains(DockerCall.PING);
    assertThat(DockerCall.of("POST containers/../json")).isEmpty();
    assertThat(DockerCall.of("unpause")).isEmpty();
  }

  @Test
  void thePageHoldsTheListOfTheCode() throws IOException {
    String found = Files.readString(PAGE);
    String expected = filled(filled(found, "calls", rows()), "wollomatic", expressions());
    if (Boolean.getBoolean("reveille.docs.write")) {
      Files.writeString(PAGE, expected);
    } else {
      assertThat(found).as("run with -Dreveille.docs.write=true to mend it").isEqualTo(expected);
    }
  }

  private static List<String> rows() {
    Stream<String> head = Stream.of("| call | without it | variable |", "|---|---|---|");
    return Stream.concat(
            head,
            Arrays.stream(DockerCall.values())
                .map(call -> "| `%s %s` | %s | `%s=1` |"
                    .formatted(call.method(), call.path(), call.cost(), call.variable())))
        .toList();
  }

  /** That proxy puts an anchor at both ends by itself. */
  private static List<String> expressions() {
    return List.of(
        "```text",
        "-allowGET=" + DockerCall.API_VERSION + "/" + alternatives("GET"),
        "-allowPOST=" + DockerCall.API_VERSION + "/" + alternatives("POST"),
        "```");
  }

  private static String alternatives(String method) {
    return Arrays.stream(DockerCall.values())
        .filter(call -> call.method().equals(method))
        .map(call -> call.path(DockerCall.CONTAINER).substring(1))
        .collect(Collectors.joining("|", "(", ")"));
  }

  private static String filled(String text, String name, List<String> rows) {
    String begin = "<!-- " + name + " -->\n";
    String end = "<!-- /" + name + " -->";
    assertThat(text).contains(begin, end);
    return text.substring(0, text.indexOf(begin))
        + begin
        + String.join("\n", rows)
        + "\n"
        + text.substring(text.indexOf(end));
  }
}
