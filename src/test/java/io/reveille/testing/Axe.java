package io.reveille.testing;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.chrome.ChromeDriver;

/** The rules of axe-core, held against a page as it is now. Each report is kept. */
final class Axe {
  static final Path REPORTS = Path.of("target", "axe");
  /** Of a page with hundreds of rows, on a machine that is busy. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private static final String THEME = """
      return document.documentElement.dataset.theme
        ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
      """;
  private static final String RUN = """
      const done = arguments[arguments.length - 1];
      axe.run({resultTypes: ["violations", "incomplete"]}).then(
        (report) => done(JSON.stringify(report)),
        (fault) => done(JSON.stringify({fault: String(fault)})));
      """;

  private final JavascriptExecutor page;

  Axe(ChromeDriver driver) {
    driver.manage().timeouts().scriptTimeout(PATIENCE);
    this.page = driver;
  }

  /** What is wrong, one line each; all that was found is in the report {@code target/axe/<name>-<theme>.json}. */
  List<String> complaints(String name) {
    if (!Boolean.TRUE.equals(page.executeScript("return typeof axe === 'object'"))) {
      page.executeScript(script());
    }
    JsonObject report = new JsonObject(String.valueOf(page.executeAsyncScript(RUN)));
    String theme = "-" + page.executeScript(THEME);
    keep(name.endsWith(theme) ? name : name + theme, report);
    JsonArray violations = report.getJsonArray("violations");
    if (violations == null) {
      throw new AssertionError("axe did not come to an end: " + report.getString("fault"));
    }
    return violations.stream().map(JsonObject.class::cast).flatMap(Axe::lines).toList();
  }

  private static Stream<String> lines(JsonObject violation) {
    String rule = violation.getString("id") + ": " + violation.getString("help") + ": ";
    return violation.getJsonArray("nodes").stream()
        .map(JsonObject.class::cast)
        .map(node -> rule + node.getJsonArray("target").encode());
  }

  private static void keep(String name, JsonObject report) {
    try {
      Files.createDirectories(REPORTS);
      Files.writeString(REPORTS.resolve(name + ".json"), report.encodePrettily());
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  private static String script() {
    try (InputStream script = Axe.class.getResourceAsStream("/axe.min.js")) {
      if (script == null) {
        throw new AssertionError("axe.min.js is not on the class path");
      }
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }
}
