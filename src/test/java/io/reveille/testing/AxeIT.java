package io.reveille.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class AxeIT {
  @Test
  void aPageThatIsNotFitForEverybodyIsComplainedAboutAndItsReportKept() throws IOException {
    Path report = Axe.REPORTS.resolve("of-a-picture-without-words-dark.json");
    Files.deleteIfExists(report);
    try (Browser browser = Browser.open()) {
      browser.scheme("dark");
      browser.visit("data:text/html,<title>x</title><img src='data:image/gif,'>", "img");

      assertThat(browser.complaints("of-a-picture-without-words"))
          .anyMatch(line -> line.startsWith("image-alt: "));
    }
    assertThat(new JsonObject(Files.readString(report)).getJsonArray("violations"))
        .isNotEmpty();
  }
}
