package io.reveille;

import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.testing.Browser;
import io.reveille.testing.ReveilleProcess;
import io.reveille.testing.ToyCommand;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody sees who opens the page of an agent that sleeps. */
class WaitingPageIT {
  @TempDir
  static Path folder;

  private static ReveilleProcess reveille;
  private static Browser browser;

  @BeforeAll
  static void begin() {
    browser = Browser.open();
    JsonObject config = new JsonObject()
        .put("runtime", "process")
        .put("docker", new JsonObject().put("agentIdleTimeout", 0).put("agentStopTimeout", "3s"))
        .put(
            "agents",
            new JsonObject()
                .put("lal", slow("lal"))
                .put("quill", slow("quill"))
                .put(
                    "scribe",
                    new JsonObject()
                        .put("command", new JsonArray().add("/bin/false"))
                        .put("port", ReveilleProcess.freePort())
                        .put("maxRestarts", 0)));
    reveille = new ReveilleProcess(folder, config).start();
  }

  @AfterAll
  static void end() {
    if (browser != null) {
      browser.close();
    }
    if (reveille != null) {
      reveille.terminate(); // a kill would leave the agents behind
    }
  }

  @AfterEach
  void nothingBrokeAndNothingWasForbidden() {
    assertThat(browser.faults()).isEmpty();
  }

  @Test
  void thePageOpensByItselfWhenTheAgentIsReady() {
    browser.size(1440, 900);
    browser.scheme("light");
    browser.visit(url("lal"), "#bar");
    assertThat(browser.text("#title")).contains("lal");

    browser.awaitText("body", "\"agent\":\"lal\"");
    assertThat(reveille.state("lal")).isEqualTo("running");
  }

  @Test
  void itIsFitForEverybodyAlsoInTheDarkAndOnAPhone() {
    browser.size(390, 844);
    browser.scheme("dark");
    browser.visit(url("quill"), "#bar");

    assertThat(browser.complaints()).isEmpty();
    assertThat(browser.run("return document.documentElement.scrollWidth").toString())
        .isEqualTo("390");
  }

  @Test
  void anAgentThatDoesNotWakeIsTold() {
    browser.size(1440, 900);
    browser.scheme("light");
    browser.visit(url("scribe"), "body.failed");

    assertThat(browser.visible("#again")).isTrue();
    assertThat(browser.complaints()).isEmpty();
  }

  private static JsonObject slow(String name) {
    JsonObject agent = ToyCommand.agent(name);
    agent.getJsonObject("env").put("START_DELAY", "4000");
    return agent;
  }

  private static String url(String agent) {
    return "http://127.0.0.1:" + reveille.port() + "/bots/" + agent + "/hello";
  }
}
