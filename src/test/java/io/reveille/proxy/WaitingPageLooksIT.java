package io.reveille.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.config.GatewayConfig;
import io.reveille.config.PageTemplate;
import io.reveille.core.Agent.State;
import io.reveille.core.AgentView;
import io.reveille.core.Exit;
import io.reveille.testing.Browser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The waiting page in a browser, step by step. The pictures in {@code docs/images} are made here, with
 * {@code -Dreveille.docs.write=true}.
 */
class WaitingPageLooksIT {
  private static final Duration ASLEEP = Duration.ofMinutes(185);

  private static Browser browser;

  private final World world = new World().with(World.TestSettings.named("Lal"));

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

  @AfterEach
  void nothingBrokeAndNothingWasForbidden() {
    world.close();
    assertThat(browser.faults()).isEmpty();
  }

  @Test
  void theStepsAreTakenOneAfterTheOther() {
    look("waiting-light", "light", 1280, 820);
  }

  @Test
  void itLooksTheSameInTheDark() {
    look("waiting-dark", "dark", 1280, 820);
  }

  @Test
  void itFitsAPhone() {
    look("waiting-phone", "dark", 500, 900);
    assertThat(browser.run("return document.documentElement.scrollWidth").toString())
        .isEqualTo("500");
  }

  @Test
  void aFailureIsToldWithItsExit() {
    show("light", 1280, 820);
    Exit killed = new Exit(137, true, false, Instant.now());
    install(State.FAILED, Duration.ZERO, false, Optional.of(killed));
    browser.visit(url(), "body.failed");

    assertThat(browser.text("#title")).isEqualTo("Lal could not wake");
    assertThat(browser.text("#steps .fail")).contains("Lal stopped again and again", "exit 137");
    assertThat(browser.text("#details")).contains("137, out of memory");
    assertThat(browser.complaints("waiting-failed")).isEmpty();
    browser.pictureForPages("waiting-failed");
  }

  @Test
  void thePageOfTheDocumentationFollowsTheWakeAsWell() throws IOException {
    String page = Files.readString(Path.of("docs", "waiting-page.md"));
    PageTemplate template =
        PageTemplate.of(page.substring(page.indexOf("<!doctype"), page.lastIndexOf("```")));
    GatewayConfig usual = World.TestSettings.config();
    world.configure(World.TestSettings.config(
        usual.server(),
        new GatewayConfig.Wake(10, 10, false, Optional.of(template)),
        Duration.ofMinutes(1)));

    show("light", 1280, 820);
    step(State.STOPPED, ASLEEP, false);
    browser.visit(url(), "#steps .now");
    step(State.STARTING, Duration.ZERO, true);

    browser.awaitText("#steps .now", "Checking that Lal answers");
    assertThat(browser.complaints("waiting-own-template")).isEmpty();
  }

  private void look(String name, String scheme, int width, int height) {
    show(scheme, width, height);
    step(State.STOPPED, ASLEEP, false);
    browser.visit(url(), "#steps .now");
    assertThat(browser.text("#about")).isEqualTo("Asleep for 3 hours to save memory.");
    assertThat(browser.text(".times")).contains("usually about 6 s");

    step(State.STARTING, Duration.ZERO, false);
    browser.awaitText("#steps .now", "Starting the container");
    browser.await("the seconds pass", () -> seconds("#elapsed") >= 0.6);
    step(State.STARTING, Duration.ofMillis(600), true);
    browser.awaitText("#steps .now", "Checking that Lal answers");
    browser.awaitText("#steps .done:nth-child(2)", "Container started");
    browser.await("the step's seconds pass", () -> seconds("#steps .now span") >= 3.5);

    assertThat(seconds("#steps .done:nth-child(2) span")).isPositive();
    assertThat(browser.complaints(name)).isEmpty();
    browser.pictureForPages(name);
  }

  private static void show(String scheme, int width, int height) {
    browser.size(width, height);
    browser.scheme(scheme);
  }

  private static double seconds(String place) {
    String text = browser.text(place);
    return text.isEmpty() ? 0 : Double.parseDouble(text.substring(0, text.indexOf(' ')));
  }

  private void step(State state, Duration ago, boolean started) {
    install(state, ago, started, Optional.empty());
  }

  private void install(State state, Duration ago, boolean started, Optional<Exit> lastExit) {
    AgentView view = world.view(state, Optional.empty(), Long.MAX_VALUE);
    world.routes.install(new AgentView(
        view.id(),
        view.state(),
        view.generation(),
        view.endpoint(),
        view.settings(),
        Instant.now().minus(ago),
        view.retryAtNanos(),
        view.lastWake(),
        view.lastWakeTook(),
        view.usualWake(),
        lastExit,
        started));
  }

  private String url() {
    return "http://127.0.0.1:" + world.port() + "/bots/lal/hello";
  }
}
