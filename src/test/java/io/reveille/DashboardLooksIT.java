package io.reveille;

import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.bus.GatewayMessage.AgentReport;
import io.reveille.config.Secret;
import io.reveille.core.Agent.State;
import io.reveille.testing.AdminServer;
import io.reveille.testing.Browser;
import io.reveille.testing.Reports;
import io.reveille.testing.Showroom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/**
 * The dashboard with a full fleet behind it. The pictures in {@code docs/images} are made here, with
 * {@code -Dreveille.docs.write=true}.
 */
class DashboardLooksIT {
  private static final int MANY = 500;
  private static final String FORM = "#enter:not([disabled])";

  private static Browser browser;

  @BeforeAll
  static void begin() {
    browser = Browser.open();
  }

  @AfterAll
  static void end() {
    if (browser != null) {
      browser.close();
    }
  }

  @Test
  void aFullFleetIsShownInLightDarkAndOnAPhone() {
    try (AdminServer server = Showroom.open()) {
      look(server, "dashboard-light", "light", 1440, 1640);
      look(server, "dashboard-dark", "dark", 1440, 1640);
      look(server, "dashboard-phone", "dark", 500, 1500);
    }
  }

  private static void look(AdminServer server, String name, String scheme, int width, int height) {
    browser.size(width, height);
    browser.scheme(scheme);
    browser.visit(server.url() + "/", "tr[data-agent=gardener] .chip");
    browser.awaitText("#tiles", "4 awake");
    browser.awaitText("#tiles", "of 6.1 GiB");
    browser.awaitText("#strip", "Scribe failed");
    browser.awaitText("#strip", "Told: ops. Not told: phone.");
    browser.awaitText("footer", "State saved ");
    browser.await("the charts are drawn", () -> browser.count("svg.plot") == 2);
    browser.await("each row has its day", () -> browser.count("tr .sleep") == 12);
    browser.await("the feed is full", () -> browser.count("#feed li") > 20);

    assertThat(browser.complaints(name)).isEmpty();
    assertThat(browser.run("return document.documentElement.scrollWidth").toString())
        .isEqualTo(String.valueOf(width));
    browser.pictureForPages(name);
  }

  @Test
  void everyPageIsFitForEverybodyInBothThemes() {
    Map<String, String> pages = new LinkedHashMap<>();
    pages.put("#/", "#agents .chip");
    pages.put("#/events", "#events li");
    pages.put("#/alerts", "#alerts table");
    pages.put("#/settings", "#settings table");
    pages.put("#/agents/scribe", "#panel .facts");
    pages.put("#/agents/scribe/history", "#panel tbody tr");
    pages.put("#/agents/scribe/settings", "#panel table");
    pages.put("#/agents/scribe/logs", "#panel .logs");
    try (AdminServer server = Showroom.open()) {
      browser.size(1440, 900);
      browser.visit(server.url() + "/", "#agents .chip");
      for (String theme : List.of("light", "dark")) {
        browser.scheme(theme);
        pages.forEach((page, content) -> lookAt(theme, page, content));
      }
    }
  }

  @Test
  void whoWasToldOfAnAlertAndWhoWasNotIsShown() {
    try (AdminServer server = Showroom.open()) {
      browser.size(1440, 900);
      browser.visit(server.url() + "/#/alerts", "#alerts table");

      browser.awaitText("#alerts", "ops: sent");
      browser.awaitText("#alerts", "phone: pending, 2 attempts: HTTP 503");
    }
  }

  private static void lookAt(String theme, String page, String content) {
    browser.run("location.hash = arguments[0]", page);
    browser.await(page + " has " + content, () -> browser.visible(content));
    String name = "dashboard" + (page.equals("#/") ? "-first" : page.replaceAll("[#/]+", "-"));
    assertThat(browser.complaints(name)).as("%s %s", theme, page).isEmpty();
    browser.picture(name + "-" + theme);
  }

  @Test
  void aRequestThatTheBrowserBrokeOffIsMadeAgain() {
    try (AdminServer server = Showroom.open()) {
      browser.size(1440, 900);
      browser.visit(server.url() + "/", "#agents .chip");
      browser.run("""
          const real = fetch;
          let breaks = 2;
          window.fetch = (...request) =>
            breaks-- > 0 ? Promise.reject(new TypeError("Failed to fetch")) : real(...request);
          """);
      browser.run("location.hash = '#/settings'");

      browser.awaitText("#settings", "alerts.targets");
      assertThat(browser.complaints("dashboard-asked-again")).isEmpty();
    }
  }

  @Test
  void whoHasNoSessionIsAskedForTheToken() {
    try (AdminServer server = new AdminServer(new Secret("xyzzy"), "127.0.0.1")) {
      server.withReadToken(new Secret("plugh"));
      server.with(Reports.bare("lal", State.STOPPED)).start();
      browser.size(1440, 900);
      browser.visit(server.url() + "/", FORM);

      browser.press("wrong", Keys.ENTER);
      browser.awaitText("#wrong", "token");
      for (String theme : List.of("light", "dark")) {
        browser.scheme(theme);
        assertThat(browser.complaints("login")).as(theme).isEmpty();
        browser.picture("dashboard-login-" + theme);
      }

      browser.press("plugh", Keys.ENTER);
      browser.awaitText("tr[data-agent=lal]", "Stopped");
      browser.await(
          "who may only read has no buttons", () -> browser.count("[data-action=wake]") == 0);
      assertThat(browser.complaints("dashboard-read-only")).isEmpty();
      browser.click("#sign-out");
      browser.await("signed out", () -> browser.visible(FORM));

      browser.press("xyzzy", Keys.ENTER);
      browser.await("who may act has buttons", () -> browser.count("[data-action=wake]") == 1);
      browser.click("#sign-out");
      browser.await("signed out", () -> browser.visible(FORM));
    }
  }

  @Test
  void whatAnAgentCallsItselfIsTextAndNeverMarkup() {
    String name = "<img src=x onerror=\"document.title='broken'\">";
    try (AdminServer server = new AdminServer()) {
      server.with(Reports.full("lal", name)).start();
      browser.size(1440, 900);
      browser.visit(server.url() + "/#/agents/lal", "#panel .facts");
      server.publish(Reports.ready("lal"));

      browser.awaitText("tbody tr", name);
      browser.awaitText("#panel-title", name);
      browser.awaitText("#feed", name);
      assertThat(browser.count("main img, #panel img")).isZero();
      assertThat(browser.complaints("dashboard-odd-name")).isEmpty();
    }
  }

  @Test
  void ofFiveHundredAgentsOnlyThoseInSightAreDrawn() {
    try (AdminServer server = new AdminServer()) {
      AgentReport[] many = IntStream.range(0, MANY)
          .mapToObj(i -> Reports.bare("agent-" + i, State.STOPPED))
          .toArray(AgentReport[]::new);
      server.with(many).start();
      browser.size(1440, 900);
      browser.visit(server.url() + "/", "tbody tr .chip");

      browser.await("all have a row", () -> browser.count("tbody tr") == MANY);
      assertThat(browser.count("tbody .sleep")).isLessThan(MANY / 5);
      browser.run("document.querySelector('tbody tr:last-child').scrollIntoView()");
      browser.await("the last is drawn", () -> browser.count("tbody tr:last-child .sleep") == 1);
      assertThat(browser.complaints("dashboard-five-hundred")).isEmpty();
    }
  }
}
