package io.reveille.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A browser in front of a gateway whose agents really run, as processes that nobody puts to sleep. After each test
 * nothing may be broken on the page, and nothing forbidden tried.
 */
public final class Stage implements BeforeAllCallback, AfterAllCallback, AfterEachCallback {
  private final JsonObject agents;
  private @Nullable Path folder;
  private @Nullable Browser browser;
  private @Nullable ReveilleProcess reveille;

  public Stage(JsonObject agents) {
    this.agents = agents;
  }

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    browser = Browser.open();
    folder = Files.createTempDirectory("reveille-stage");
    JsonObject config = new JsonObject()
        .put("runtime", "process")
        .put("alerts", new JsonObject("{\"targets\":{\"ops\":{\"type\":\"log\"}}}"))
        .put("docker", new JsonObject().put("agentIdleTimeout", 0).put("agentStopTimeout", "3s"))
        .put("agents", agents);
    reveille = new ReveilleProcess(folder, config).start();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    assertThat(browser().faults()).isEmpty();
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    if (browser != null) {
      browser.close();
    }
    if (reveille != null) {
      reveille.terminate(); // a kill would leave the agents behind
    }
    if (folder != null) {
      delete(folder);
    }
  }

  public Browser browser() {
    return Objects.requireNonNull(browser);
  }

  public ReveilleProcess reveille() {
    return Objects.requireNonNull(reveille);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.delete(file);
      }
    } catch (UncheckedIOException fault) {
      throw fault.getCause();
    }
  }
}
