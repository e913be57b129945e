package io.reveille;

import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.testing.Browser;
import io.reveille.testing.ReveilleProcess;
import io.reveille.testing.Stage;
import io.reveille.testing.ToyCommand;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.Keys;

/** The dashboard in a browser, in front of a gateway with agents that really run. */
class DashboardIT {
  private static final int PHONE = 390;

  @RegisterExtension
  static final Stage STAGE = new Stage(new JsonObject()
      .put("lal", ToyCommand.agent("lal"))
      .put("quill", ToyCommand.agent("quill"))
      .put("chef", ToyCommand.agent("chef"))
      .put("scribe", ToyCommand.agent("scribe").put("maxRestarts", 0)));

  private static ReveilleProcess reveille;
  private static Browser browser;

  @BeforeAll
  static void begin() {
    reveille = STAGE.reveille();
    browser = STAGE.browser();
  }

  @BeforeEach
  void openTheDashboard() {
    browser.size(1440, 1000);
    browser.scheme("light");
    browser.visit(url("/login"), "#login");
    browser.run("localStorage.clear()");
    browser.visit(url("/"), row("scribe") + " .chip");
    browser.awaitText("#live", "Live");
  }

  @AfterEach
  void whatItLeavesIsFitForEverybody(TestInfo test) {
    String name = test.getTestMethod().orElseThrow().getName();
    assertThat(browser.complaints("dashboard-" + name)).isEmpty();
  }

  @Test
  void anAgentIsWokenAndPutToSleepByItsButtons() {
    browser.click(row("lal") + " [data-action=wake]");

    browser.awaitText(row("lal"), "Awake");
    assertThat(reveille.state("lal")).isEqualTo("running");

    browser.click(row("lal") + " [data-action=pause]");
    browser.awaitText(row("lal"), "Paused");
    assertThat(reveille.state("lal")).isEqualTo("paused");
  }

  @Test
  void whatHappensElsewhereIsShownWithoutALookAgain() {
    assertThat(reveille.get("quill", "/hello").statusCode()).isEqualTo(200);

    browser.awaitText(row("quill"), "Awake");
    browser.awaitText("#feed", "quill woke");
    browser.awaitText("#tiles", "awake");
    browser.awaitText("#saved", "State saved ");
  }

  @Test
  void anAgentThatHasFailedIsToldAtTheTopAndWokenFromThere() {
    assertThat(reveille.get("scribe", "/hello").statusCode()).isEqualTo(200);
    reveille.post("scribe", "/crash");

    browser.awaitText("#strip", "scribe failed");
    browser.awaitText("#strip", "exit 1");
    browser.awaitText(row("scribe"), "Failed");
    assertThat(browser.complaints("dashboard-failed")).isEmpty();

    browser.click("#strip [data-agent=scribe]");
    browser.await("the strip goes", () -> !browser.visible("#strip"));
    browser.awaitText(row("scribe"), "Awake");
  }

  @Test
  void whoIsKeptAwakeOrAsleepIsMarked() {
    assertThat(reveille.get("quill", "/hello").statusCode()).isEqualTo(200);
    browser.awaitText(row("quill"), "Awake");
    browser.click(row("quill") + " [data-action=more]");
    browser.click(".menu [data-action=keep-awake-on]");
    browser.awaitText(row("quill"), "kept awake");
    assertThat(browser.visible(row("quill") + " .kept")).isTrue();
    assertThat(browser.complaints("dashboard-kept-awake")).isEmpty();

    browser.click(row("quill") + " [data-action=more]");
    browser.click(".menu [data-action=release]");
    browser.await("the mark goes", () -> browser.count(row("quill") + " .kept") == 0);

    browser.click(row("quill") + " [data-action=more]");
    browser.click(".menu [data-action=keep-asleep]");
    browser.awaitText(row("quill"), "Kept asleep");
    browser.click(row("quill") + " [data-action=more]");
    browser.click(".menu [data-action=admit]");
    browser.await("it may wake", () -> !browser.text(row("quill")).contains("Kept asleep"));
  }

  @Test
  void aNewReveilleIsFoundWithoutALookAgain() {
    assertThat(reveille.get("lal", "/hello").statusCode()).isEqualTo(200);
    browser.awaitText(row("lal"), "Awake");

    reveille.terminate();
    browser.awaitText("#live", "Reconnecting");
    assertThat(browser.complaints("dashboard-reconnecting")).isEmpty();
    reveille.start();

    browser.awaitText("#live", "Live");
    browser.awaitText(row("lal"), "Stopped");
  }

  @Test
  void everythingCanBeDoneByKeyboard() {
    browser.press("/");
    browser.press("chef");
    browser.await("only the chef is left", () -> browser.count("tbody tr") == 1);
    browser.press(Keys.ESCAPE);
    browser.await("all are back", () -> browser.count("tbody tr") == 4);

    browser.press("j");
    browser.await("the first is chosen", () -> browser.count("tr:first-child.chosen") == 1);
    browser.press("j");
    browser.press("k");
    for (int row = 1; row < 4 && browser.count(row("chef") + ".chosen") == 0; row++) {
      browser.press("j");
    }
    browser.press("w");
    browser.awaitText(row("chef"), "Awake");
    browser.press("p");
    browser.awaitText(row("chef"), "Paused");
    browser.press(Keys.ENTER);
    browser.awaitText("#panel", "chef");
    browser.press(Keys.ESCAPE);
    browser.await("the panel is closed", () -> !browser.visible("#panel"));
    browser.press("s");
    browser.awaitText(row("chef"), "Stopped");
  }

  @Test
  void singleKeysCanBeSwitchedOff() {
    browser.press("?");
    browser.awaitText("#dialog", "Keyboard");
    assertThat(browser.complaints("dashboard-help")).isEmpty();
    browser.click("#dialog input");
    browser.press(Keys.ESCAPE);
    browser.press("j");

    assertThat(browser.count("tr.chosen")).isZero();
    browser.visit(url("/"), row("scribe") + " .chip");
    browser.press("j");
    assertThat(browser.count("tr.chosen")).isZero();
  }

  @Test
  void thePanelTellsAllAboutAnAgent() {
    assertThat(reveille.get("lal", "/hello").statusCode()).isEqualTo(200);
    browser.click(row("lal") + " a");

    browser.awaitText("#panel", "Held requests");
    browser.click("#tab-history");
    browser.awaitText("#panel", "Awake");
    browser.click("#tab-settings");
    browser.awaitText("#panel", "Comes from");
    browser.awaitText("#panel", "idleTimeout");
    browser.click("#tab-logs");
    browser.awaitText("#panel", "Look again");
  }

  @Test
  void aTargetOfAlertsIsTestedFromItsPage() {
    browser.run("location.hash = '#/alerts'");
    browser.awaitText("#alerts", "Test ops");
    browser.click("#alerts table .button");

    browser.awaitText("#toasts", "ops took it");
  }

  @Test
  void theThemeFollowsTheSystemUntilSomebodyChooses() {
    assertThat(ground()).isEqualTo("rgb(250, 248, 244)");
    browser.scheme("dark");
    browser.await("dark as the system", () -> ground().equals("rgb(14, 17, 32)"));
    assertThat(browser.complaints("dashboard-as-the-system")).isEmpty();

    browser.click("#theme");
    assertThat(ground()).isEqualTo("rgb(250, 248, 244)");
    browser.visit(url("/"), row("lal"));
    assertThat(ground()).isEqualTo("rgb(250, 248, 244)");
  }

  @Test
  void aPhoneShowsCardsAndNothingSticksOut() {
    browser.size(PHONE, 844);
    browser.visit(url("/"), row("lal") + " .chip");

    assertThat(browser.visible(".tabs")).isTrue();
    assertThat(number("return document.documentElement.scrollWidth")).isEqualTo(PHONE);
    assertThat(number("return document.querySelector('.action').offsetHeight"))
        .isGreaterThanOrEqualTo(44);
  }

  private static String row(String agent) {
    return "tr[data-agent=" + agent + "]";
  }

  private static String url(String path) {
    return "http://127.0.0.1:" + reveille.adminPort() + path;
  }

  private static String ground() {
    return browser
        .run("return getComputedStyle(document.documentElement).backgroundColor")
        .toString();
  }

  private static long number(String script) {
    return ((Number) browser.run(script)).longValue();
  }
}
