package io.reveille;

import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.testing.DockerLab;
import io.reveille.testing.EngineFilter;
import io.reveille.testing.EngineFilter.Rule;
import io.reveille.testing.Eventually;
import io.reveille.testing.FreePort;
import io.reveille.testing.Shell;
import io.reveille.testing.ToyImage;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * docker/compose.yaml as a stranger uses it: Reveille behind a real socket proxy, and agents that it wakes. One stack for
 * all tests, because it takes a while to come up.
 */
@TestMethodOrder(OrderAnnotation.class)
class ComposeIT {
  private static final int FIRST = 0;
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final Pattern ASKED =
      Pattern.compile("(?m)(GET|POST|HEAD|PUT|DELETE) (/\\S*) (\\d{3})$");
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private static final String PROJECT = "rvc" + UUID.randomUUID().toString().substring(0, 8);
  private static final int PORT = FreePort.next();
  private static final int ADMIN_PORT = FreePort.next();
  private static DockerLab lab;
  private static Shell shell;
  private static List<String> compose;

  @TempDir
  private static Path clone;

  @BeforeAll
  static void up() throws IOException {
    lab = DockerLab.engine();
    ToyImage.ensure(lab);
    Path here = Path.of("").toAbsolutePath();
    Shell plain = Shell.in(here).with("DOCKER_HOST", lab.host());
    compose = command(plain);
    plain.ran("scripts/compose-bases");
    copy(here.resolve("docker"), clone.resolve("docker"));
    Files.writeString(clone.resolve("docker/secrets/admin-token"), "a-secret\n");
    shell = Shell.in(clone)
        .with("DOCKER_HOST", lab.host())
        .with("DOCKER_SOCKET", URI.create(lab.host()).getPath())
        .with("COMPOSE_PROJECT_NAME", PROJECT)
        .with("SOCKET_PROXY_IMAGE", "reveille-haproxy:local")
        .with("REVEILLE_PORT", String.valueOf(PORT))
        .with("REVEILLE_ADMIN_PORT", String.valueOf(ADMIN_PORT))
        .with("IDLE_TIMEOUT", "3s");
    compose("up", "-d", "--no-build");
  }

  @AfterAll
  static void down() throws IOException {
    if (shell != null) {
      compose("down", "-v", "-t", "5");
    }
    if (lab != null) {
      lab.close();
    }
  }

  @Test
  @Order(FIRST) // what the others ask of the socket proxy would be taken for Reveille's
  void agentsAreWokenThroughTheSocketProxyAndNothingElseIsAskedOfIt() {
    try {
      sleepsAndWakes("fast", "paused", "unpause");
      sleepsAndWakes("slow", "stopped", "start");
      assertThat(status("GET", "http://127.0.0.1:" + ADMIN_PORT + "/api/v1/agents", ""))
          .isEqualTo(401);
      Eventually.holds(
          "healthy",
          LONG,
          () -> inspected("reveille", "{{.State.Health.Status}}").equals("healthy"));
      // asked again and again, so that it does not fall asleep before its check comes
      Eventually.holds(
          "fast is healthy",
          LONG,
          () -> status("GET", bot("fast"), "") == 200
              && inspected("fast", "{{.State.Health.Status}}").equals("healthy"));
    } catch (AssertionError wrong) {
      throw new AssertionError(wrong.getMessage() + "\n" + compose("logs", "--no-color"), wrong);
    }

    String proxy = compose("logs", "--no-color", "socket-proxy");
    Set<String> asked = new TreeSet<>();
    Matcher lines = ASKED.matcher(proxy);
    while (lines.find()) {
      assertThat(lines.group(3)).as(lines.group()).isNotEqualTo("403");
      asked.add(callOf(lines.group(1), lines.group(2)));
    }
    System.out.println("The socket proxy saw: " + String.join(", ", asked));
    assertThat(asked)
        .isSubsetOf(EngineFilter.shipped().stream().map(Rule::words).toList())
        .contains(
            "GET /events",
            "GET /containers/json",
            "POST /containers/{id}/pause",
            "POST /containers/{id}/unpause",
            "POST /containers/{id}/start",
            "POST /containers/{id}/stop");
    assertThat(compose("logs", "--no-color", "reveille")).doesNotContain("does not allow");
  }

  @Test
  void theProfilesAreCorrectAndEveryImageThatIsPulledHasAVersion() throws IOException {
    String plain = compose("--profile", "mattermost", "config");
    Files.writeString(clone.resolve("docker/secrets/mattermost-token"), "a-token\n");
    String withBot =
        compose("-f", "docker/compose.mattermost.yaml", "--profile", "mattermost", "config");

    assertThat(plain)
        .containsPattern("image: mattermost/mattermost-preview:\\d")
        .doesNotContain(":latest");
    assertThat(withBot).contains("/run/secrets/mattermost-token");
  }

  @Test
  void theSocketProxyRefusesWhatWouldBeTheHost() {
    String address =
        inspected("socket-proxy", "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}");
    String proxy = "http://" + address + ":2375";

    assertThat(status("GET", proxy + "/v1.41/containers/json", "")).isEqualTo(200);
    for (String call : List.of(
        "POST /v1.41/containers/create",
        "POST /containers/" + PROJECT + "/exec",
        "POST /containers/" + PROJECT + "/update",
        "POST /containers/" + PROJECT + "/kill",
        "POST /v1.41/containers/../images/create",
        "DELETE /containers/" + PROJECT,
        "GET /containers/" + PROJECT + "/archive",
        "GET /containers/" + PROJECT + "/export",
        "GET /containers/" + PROJECT + "/attach/ws",
        "GET /info",
        "GET /images/json",
        "GET /v1.41/secrets",
        "HEAD /_ping",
        "PUT /containers/" + PROJECT + "/archive",
        "POST /v1.41/containers/" + PROJECT + "/json")) {
      String[] words = call.split(" ", 2);
      assertThat(status(words[0], proxy + words[1], "")).as(call).isEqualTo(403);
    }
  }

  @Test
  void nobodyButTheSocketProxyHoldsTheSocketAndAllAreLockedDown() {
    for (String service : List.of("reveille", "fast", "slow", "socket-proxy")) {
      assertThat(inspected(service, "{{.HostConfig.ReadonlyRootfs}}"))
          .as(service)
          .isEqualTo("true");
      assertThat(inspected(service, "{{.HostConfig.CapDrop}}")).as(service).isEqualTo("[ALL]");
      assertThat(inspected(service, "{{.HostConfig.SecurityOpt}}"))
          .as(service)
          .isEqualTo("[no-new-privileges:true]");
      assertThat(inspected(service, "{{range .Mounts}}{{.Destination}} {{end}}").contains("sock"))
          .as(service)
          .isEqualTo(service.equals("socket-proxy"));
    }
    assertThat(inspected("reveille", "{{.Config.User}}")).isEqualTo("10001:10001");
    for (String agent : List.of("fast", "slow")) {
      assertThat(inspected(agent, "{{.HostConfig.RestartPolicy.Name}}")).isEqualTo("no");
      assertThat(
              inspected(agent, "{{range $name, $n := .NetworkSettings.Networks}}{{$name}} {{end}}"))
          .isEqualTo(PROJECT + "_agents");
    }
  }

  private static void sleepsAndWakes(String bot, String asleep, String wake) {
    Eventually.holds(bot + " is served", LONG, () -> status("GET", bot(bot), "") == 200);
    Eventually.holds(bot + " is " + asleep, LONG, () -> state(bot).equals(asleep));

    HttpResponse<String> answer = send("GET", bot(bot), "");

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Reveille-Wake")).contains(wake);
  }

  private static String bot(String bot) {
    return "http://127.0.0.1:" + PORT + "/bots/" + bot + "/hello";
  }

  private static String state(String bot) {
    HttpResponse<String> answer =
        send("GET", "http://127.0.0.1:" + ADMIN_PORT + "/api/v1/agents/" + bot, "a-secret");
    return answer.statusCode() == 200
        ? new JsonObject(answer.body()).getString("state")
        : "unknown";
  }

  private static int status(String method, String url, String token) {
    try {
      return send(method, url, token).statusCode();
    } catch (UncheckedIOException notYet) {
      return 0;
    }
  }

  private static HttpResponse<String> send(String method, String url, String token) {
    try {
      return CLIENT.send(
          HttpRequest.newBuilder(URI.create(url))
              .method(method, HttpRequest.BodyPublishers.noBody())
              .header("Authorization", "Bearer " + token)
              .timeout(LONG)
              .build(),
          BodyHandlers.ofString());
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", stopped);
    }
  }

  private static String callOf(String method, String path) {
    return EngineFilter.shipped().stream()
        .filter(rule -> rule.allows(method, path))
        .map(Rule::words)
        .findFirst()
        .orElse(method + " " + path);
  }

  /** Asleep or not. */
  private static String inspected(String service, String format) {
    String id = compose("ps", "-a", "-q", service).strip();
    return shell.ran("docker", "inspect", "-f", format, id).strip();
  }

  private static String compose(String... words) {
    List<String> command = new ArrayList<>(compose);
    command.addAll(List.of("-f", "docker/compose.yaml"));
    command.addAll(List.of(words));
    return shell.ran(command);
  }

  /** The plugin, or the program of its own that it was before. */
  private static List<String> command(Shell shell) {
    if (shell.has("docker", "compose", "version")) {
      return List.of("docker", "compose");
    }
    if (shell.has("docker-compose", "version")) {
      return List.of("docker-compose");
    }
    throw DockerLab.without(
        "ComposeIT", "there is no docker compose (scripts/test as root on Debian installs it)");
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.toList()) {
        Path copy = to.resolve(from.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(path, copy);
        }
      }
    }
  }
}
