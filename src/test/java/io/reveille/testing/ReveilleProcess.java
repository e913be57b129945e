package io.reveille.testing;

import io.vertx.core.Future;
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
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The runnable jar as a process of its own. Its folder, database and ports stay the same over restarts. */
public final class ReveilleProcess implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(40);
  private static final Duration END = Duration.ofSeconds(60);
  private static final Duration ANSWER = Duration.ofSeconds(60);
  private static final HttpClient CLIENT = HttpClient.newBuilder()
      .version(HttpClient.Version.HTTP_1_1)
      .connectTimeout(Duration.ofSeconds(5))
      .build();

  private final Path folder;
  private final int port = FreePort.next();
  private final int adminPort = FreePort.next();
  private List<String> within = List.of();
  private String heap = "256m";
  private @Nullable Process process;
  private Instant launchedAt = Instant.EPOCH;

  /**
   * Not started yet.
   *
   * @param config what differs from the defaults; where it listens and keeps its database is added here
   */
  public ReveilleProcess(Path folder, JsonObject config) {
    this.folder = folder;
    JsonObject whole = new JsonObject()
        .put("version", 1)
        .put("server", new JsonObject().put("host", "127.0.0.1").put("port", port))
        .put("admin", new JsonObject().put("port", adminPort))
        .put("storage", new JsonObject().put("url", "jdbc:sqlite:" + folder.resolve("state.db")))
        .mergeIn(config, true);
    write(whole.encodePrettily());
  }

  /** A command that is to become Reveille, as {@code nsenter} does: the calls of this class may not reach it then. */
  public ReveilleProcess within(List<String> command) {
    within = List.copyOf(command);
    return this;
  }

  /** The largest heap, as {@code -Xmx} takes it. */
  public ReveilleProcess heap(String most) {
    heap = most;
    return this;
  }

  /** Where it puts what it needs for a while. */
  public Path temporary() {
    try {
      return Files.createDirectories(folder.resolve("tmp"));
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  /** The whole text of the configuration file. */
  public void write(String text) {
    try {
      Files.writeString(folder.resolve("reveille.json"), text);
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  /** Returns when both of its ports answer. */
  public ReveilleProcess start() {
    launch();
    awaitServing();
    return this;
  }

  public ReveilleProcess launch() {
    List<String> command = new ArrayList<>(within);
    command.addAll(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-Xmx" + heap,
        "-Djava.io.tmpdir=" + temporary()));
    command.addAll(buffers());
    command.addAll(List.of("-jar", jar().toString()));
    command.addAll(List.of("serve", "--config", folder.resolve("reveille.json").toString()));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    launchedAt = Instant.now();
    try {
      process = builder
          .redirectOutput(folder.resolve("stdout.txt").toFile())
          .redirectError(ProcessBuilder.Redirect.appendTo(stderrFile().toFile()))
          .start();
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
    return this;
  }

  /** How it keeps buffers as it is shipped, which is what its memory depends on. */
  private static List<String> buffers() {
    try (Stream<String> flags = Files.lines(Path.of("scripts", "jvm-flags"))) {
      return flags.filter(flag -> flag.startsWith("-Dio.netty.allocator.")).toList();
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  public void awaitServing() {
    Eventually.holds("both ports answer", START, () -> {
      if (!running().isAlive()) {
        throw new AssertionError("Reveille ended with " + running().exitValue() + ": " + stderr());
      }
      return answers();
    });
  }

  private boolean answers() {
    try {
      // neither waits for the other
      return send("GET", "http://127.0.0.1:" + port + "/").statusCode() > 0
          && admin("GET", "/livez").statusCode() == 200;
    } catch (UncheckedIOException notYet) {
      return false;
    }
  }

  /** SIGKILL; returns when it is gone. */
  public void kill9() {
    running().destroyForcibly();
    ended();
  }

  /** SIGTERM, and no waiting. */
  public void beginTermination() {
    running().destroy();
  }

  /** SIGTERM; the exit code. */
  public int terminate() {
    beginTermination();
    return ended();
  }

  /** The exit code, as soon as it has ended by itself. */
  public int ended() {
    return Await.await(Future.fromCompletionStage(running().onExit()), END).exitValue();
  }

  public HttpResponse<String> get(String bot, String rest) {
    return send("GET", "http://127.0.0.1:" + port + "/bots/" + bot + rest);
  }

  public HttpResponse<String> post(String bot, String rest) {
    return send("POST", "http://127.0.0.1:" + port + "/bots/" + bot + rest);
  }

  public HttpResponse<String> admin(String method, String path) {
    return send(method, "http://127.0.0.1:" + adminPort + path);
  }

  /** The agent as the admin API shows it; empty if it is not known. */
  public Optional<JsonObject> agent(String bot) {
    HttpResponse<String> answer = admin("GET", "/api/v1/agents/" + bot);
    return answer.statusCode() == 200
        ? Optional.of(new JsonObject(answer.body()))
        : Optional.empty();
  }

  public String state(String bot) {
    return agent(bot).map(found -> found.getString("state")).orElse("unknown");
  }

  public void awaitState(String bot, String state) {
    try {
      Eventually.holds(
          bot + " is " + state, Duration.ofSeconds(30), () -> state(bot).equals(state));
    } catch (AssertionError late) {
      throw new AssertionError(
          late.getMessage() + "; it is " + agent(bot) + ", history " + history(bot), late);
    }
  }

  /** {@code from>to/cause} of each transition, oldest first. */
  public List<String> history(String bot) {
    JsonObject page = new JsonObject(
        admin("GET", "/api/v1/agents/" + bot + "/history?limit=1000").body());
    List<String> steps = new ArrayList<>();
    page.getJsonArray("items").stream()
        .map(item -> (JsonObject) item)
        .map(item ->
            item.getString("from") + ">" + item.getString("to") + "/" + item.getString("cause"))
        .forEach(step -> steps.add(0, step));
    return steps;
  }

  /** What admins were told of or would be if a rule said so, as the admin API shows it. */
  public List<JsonObject> alerts() {
    return new JsonObject(admin("GET", "/api/v1/alerts").body())
        .getJsonArray("items").stream().map(item -> (JsonObject) item).toList();
  }

  /** The types of the events since its start, oldest first. */
  public List<String> events() {
    return new JsonObject(eventPage())
        .getJsonArray("items").stream()
            .map(item -> ((JsonObject) item).getString("type"))
            .toList();
  }

  /** The events since its start, as the admin API shows them. */
  public String eventPage() {
    return eventPage("limit=1000&cursor=" + launchedAtMicros());
  }

  public String eventPage(String query) {
    HttpRequest request = HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + adminPort + "/api/v1/events?" + query))
        .header("Accept", "application/json")
        .timeout(ANSWER)
        .build();
    return send(request).body();
  }

  /** Events that have happened since then have greater numbers. */
  public long launchedAtMicros() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, launchedAt);
  }

  /** What it has used of the processor so far. */
  public Duration cpuTime() {
    return running().info().totalCpuDuration().orElseThrow();
  }

  /** What it has of the machine's memory now (Linux); from here on the highest is counted anew. */
  public long residentBytes() {
    try {
      Files.writeString(proc("clear_refs"), "5");
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
    return status("VmRSS:");
  }

  /** The most that it has had since {@link #residentBytes} was asked for. */
  public long highestResidentBytes() {
    return status("VmHWM:");
  }

  private long status(String name) {
    try (Stream<String> lines = Files.lines(proc("status"))) {
      return lines
          .filter(line -> line.startsWith(name))
          .map(line -> line.replaceAll("[^0-9]", ""))
          .mapToLong(kilobytes -> Long.parseLong(kilobytes) * 1024)
          .findFirst()
          .orElseThrow();
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  private Path proc(String file) {
    return Path.of("/proc", String.valueOf(running().pid()), file);
  }

  /** SIGHUP. */
  public void hangUp() {
    try {
      Process kill = new ProcessBuilder("kill", "-HUP", String.valueOf(running().pid())).start();
      Eventually.ended(kill);
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  public boolean isAlive() {
    return running().isAlive();
  }

  public int port() {
    return port;
  }

  public int adminPort() {
    return adminPort;
  }

  /** Everything it has ever said, over all its runs. */
  public String stderr() {
    try {
      return Files.exists(stderrFile()) ? Files.readString(stderrFile()) : "";
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  @Override
  public void close() {
    Process last = process;
    if (last != null && last.isAlive()) {
      kill9();
    }
  }

  private static HttpResponse<String> send(String method, String url) {
    return send(HttpRequest.newBuilder(URI.create(url))
        .method(method, HttpRequest.BodyPublishers.noBody())
        .timeout(ANSWER)
        .build());
  }

  private static HttpResponse<String> send(HttpRequest request) {
    try {
      return CLIENT.send(request, BodyHandlers.ofString());
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", stopped);
    }
  }

  private Process running() {
    return Optional.ofNullable(process).orElseThrow(() -> new AssertionError("not started"));
  }

  private Path stderrFile() {
    return folder.resolve("stderr.txt");
  }

  private static Path jar() {
    return Path.of(System.getProperty("reveille.jar", "target/reveille.jar")).toAbsolutePath();
  }
}
