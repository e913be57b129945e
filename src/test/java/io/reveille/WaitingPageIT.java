package io.reveille;

import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.testing.Browser;
import io.reveille.testing.FreePort;
import io.reveille.testing.ReveilleProcess;
import io.reveille.testing.Stage;
import io.reveille.testing.ToyCommand;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What somebody sees who opens the page of an agent that sleeps, and that really wakes. */
class WaitingPageIT {
  private static final String QUICK = "4000";
  private static final String ENDLESS = "600000";

  @RegisterExtension
  static final Stage STAGE = new Stage(new JsonObject()
      .put("lal", ToyCommand.agent("lal", QUICK).put("name", "Lal"))
      .put("chef", ToyCommand.agent("chef", QUICK).put("name", "Chef"))
      .put("atlas", ToyCommand.agent("atlas", ENDLESS).put("name", "Atlas"))
      .put(
          "scribe",
          new JsonObject()
              .put("name", "Scribe")
              .put("command", new JsonArray().add("/bin/false"))
              .put("port", FreePort.next())
              .put("maxRestarts", 0)));

  private static ReveilleProcess reveille;
  private static Browser browser;

  @BeforeAll
  static void begin() {
    reveille = STAGE.reveille();
    browser = STAGE.browser();
  }

  @Test
  void thePageTellsHowFarItIsAndOpensByItself() {
    show(1440, 900, "light");
    browser.visit(url("lal"), "#bar");

    assertThat(browser.text("#title")).isEqualTo("Waking Lal");
    assertThat(browser.count("#steps li")).isEqualTo(4);
    browser.awaitText("#steps .now", "Checking that Lal answers");
    browser.awaitText("#steps .done:nth-child(2)", "Process started");
    browser.awaitText("body", "\"agent\":\"lal\"");
    assertThat(reveille.state("lal")).isEqualTo("running");
  }

  @Test
  void itIsFitForEverybodyWhileTheAgentWakes() {
    for (String scheme : List.of("light", "dark")) {
      show(1280, 820, scheme);
      browser.visit(url("atlas"), "#bar");
      browser.awaitText("#steps .now", "Checking that Atlas answers");

      assertThat(browser.complaints("waiting-really")).as(scheme).isEmpty();
    }
  }

  @Test
  void withoutJavaScriptTheBrowserAsksAgainUntilItIsReady() {
    show(1440, 900, "light");
    browser.withoutScripts(() -> {
      browser.visit(url("chef"), "#bar");
      browser.awaitSource("\"agent\":\"chef\"");
    });
  }

  @Test
  void anAgentThatDoesNotWakeIsTold() {
    show(1280, 820, "light");
    browser.visit(url("scribe"), "body.failed");

    assertThat(browser.visible("#again")).isTrue();
    assertThat(browser.text("#steps .fail")).contains("Scribe");
    assertThat(browser.text("#note")).isEqualTo("Your request was not sent to Scribe.");
    assertThat(browser.text("#details")).contains("agent    scribe", "exit     1");
    assertThat(browser.complaints("waiting-really-failed")).isEmpty();
  }

  private static void show(int width, int height, String scheme) {
    browser.size(width, height);
    browser.scheme(scheme);
  }

  private static String url(String agent) {
    return "http://127.0.0.1:" + reveille.port() + "/bots/" + agent + "/hello";
  }
}
