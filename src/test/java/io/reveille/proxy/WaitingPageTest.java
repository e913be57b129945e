package io.reveille.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.config.GatewayConfig;
import io.reveille.config.PageTemplate;
import io.reveille.core.Agent.State;
import io.reveille.core.AgentView;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WaitingPageTest {
  private static final int TWELVE_KILOBYTES = 12 * 1024;
  private static final String BROWSER = "Sec-Fetch-Mode: navigate\r\n";
  private final World world = new World();

  @AfterEach
  void end() {
    world.close();
  }

  private String load(String headers) {
    return world.ask(get("/page?a=1", headers));
  }

  private static String get(String path, String headers) {
    return "GET /bots/lal" + path + " HTTP/1.1\r\nHost: h\r\n" + headers + "\r\n";
  }

  private Wire progress() {
    Wire wire = world.client().send(get("/.reveille/progress", ""));
    assertThat(wire.head()).startsWith("HTTP/1.1 200").contains("text/event-stream");
    return wire;
  }

  /** The next event, without the chunk around it. */
  private static String event(Wire wire) {
    StringBuilder size = new StringBuilder();
    String next = wire.read(1);
    while (!next.equals("\n")) {
      size.append(next);
      next = wire.read(1);
    }
    int length = Integer.parseInt(size.toString().strip(), 16);
    return wire.read(length + 2).substring(0, length);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        BROWSER,
        "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\r\n",
        "Accept: application/json;q=0.5, text/html\r\n",
        BROWSER + "Prefer: return=minimal\r\n",
        BROWSER + "Prefer: wait=soon\r\n"
      })
  void aPageLoadWakesTheAgentAndIsShownAPageAtOnce(String headers) {
    world.asleep(State.PAUSED);
    String answer = load(headers);
    assertThat(answer)
        .startsWith("HTTP/1.1 503 ")
        .containsIgnoringCase("content-type: text/html; charset=utf-8")
        .containsIgnoringCase("retry-after: 9")
        .containsIgnoringCase("cache-control: no-store")
        .contains("Reveille-Agent: lal", "Reveille-State: paused")
        .contains("Waking Lal", "usually about 6 s", "src=\"/bots/lal/.reveille/waiting.js\"")
        .contains(
            "<li class=\"done\"><i></i>Request received<",
            "<li class=\"now\"><i></i>Unfreezing the container<",
            "<li class=\"\"><i></i>Checking that Lal answers<",
            "<li class=\"\"><i></i>Opening your page<")
        .contains("<noscript><meta http-equiv=\"refresh\"");
    world.eventually(() -> world.wakes.size() == 1);
    assertThat(world.gate().held()).isZero();
  }

  @Test
  void aBrowserSeesThePageAlsoWhereNobodyIsHeld() {
    world.with(World.TestSettings.of(Duration.ofMinutes(30), Duration.ZERO)).asleep(State.PAUSED);
    assertThat(load(BROWSER)).startsWith("HTTP/1.1 503 ").contains("Waking Lal");
    assertThat(load(BROWSER + "Prefer: wait=9\r\n"))
        .startsWith("HTTP/1.1 503 ")
        .contains("urn:reveille:problem:wake-timeout");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Accept: */*\r\n",
        "Accept: application/json, text/html;q=0.5\r\n",
        "Accept: text/html\r\nSec-Fetch-Mode: cors\r\n",
        "Accept: text/html;q=0\r\n",
        BROWSER + "Prefer: wait=3\r\n"
      })
  void whoeverIsNoBrowserIsHeld(String headers) {
    world.asleep(State.PAUSED);
    try (Origin origin = Origin.sayingHello();
        Wire client = world.client().send(get("/page", headers))) {
      world.eventually(() -> world.gate().held() == 1);
      world.wakeUp(origin);
      assertThat(client.message()).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void thePageRunsNothingButItsOwnAndIsSmall() {
    world.asleep(State.PAUSED);
    String page = load(BROWSER);
    String style = world.ask(get("/.reveille/waiting.css", ""));
    String script = world.ask(get("/.reveille/waiting.js", ""));
    assertThat(page)
        .contains(
            "Content-Security-Policy: default-src 'none'; script-src 'self'; ",
            "; style-src 'self'\r\n")
        .doesNotContain("unsafe", "style=", "<style", "onclick")
        .contains(
            "href=\"/bots/lal/.reveille/waiting.css\"", "src=\"/bots/lal/.reveille/waiting.js\"");
    assertThat(style).startsWith("HTTP/1.1 200").contains("text/css");
    assertThat(script).startsWith("HTTP/1.1 200").contains("text/javascript");
    assertThat(
            Stream.of(page, style, script).mapToInt(WaitingPageTest::bodyLength).sum())
        .isLessThan(TWELVE_KILOBYTES);
  }

  private static int bodyLength(String answer) {
    String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
    return body.getBytes(StandardCharsets.UTF_8).length;
  }

  @Test
  void aPageOfOnesOwnIsShownInstead() {
    PageTemplate template = PageTemplate.of(
        "<html>{{head}}<body class='{{mode}}' title='{{title}}'><img src='https://x/y.png'>{{note}}");
    GatewayConfig usual = World.TestSettings.config();
    world.configure(World.TestSettings.config(
        usual.server(),
        new GatewayConfig.Wake(10, 10, false, Optional.of(template)),
        Duration.ofMinutes(1)));
    world.with(World.TestSettings.named("O'Lal")).asleep(State.PAUSED);

    assertThat(load(BROWSER))
        .startsWith("HTTP/1.1 503 ")
        .contains("<body class='waiting' title='Waking O&#39;Lal'><img src='https://x/y.png'>")
        .contains("<noscript><meta http-equiv", "src=\"/bots/lal/.reveille/waiting.js\"")
        .contains("script-src 'self'; ", "style-src 'self' 'unsafe-inline'; img-src");
    world.asleep(State.FAILED, Long.MAX_VALUE);
    assertThat(load(BROWSER))
        .contains("<body class='failed'", "Your request was not sent to O&#39;Lal.")
        .doesNotContain("waiting.js");
  }

  @Test
  void whatIsFilledInIsEscaped() {
    world.with(World.TestSettings.named("<script>alert('&\"")).asleep(State.PAUSED);
    assertThat(load(BROWSER))
        .contains("Waking &lt;script&gt;alert(&#39;&amp;&quot;")
        .doesNotContain("<script>alert");
  }

  @ParameterizedTest
  @ValueSource(strings = {"FAILED", "MISSING"})
  void whereThereIsNoHopeThePageSaysSo(State state) {
    world.asleep(state, Long.MAX_VALUE);
    assertThat(load(BROWSER))
        .startsWith("HTTP/1.1 503 ")
        .contains("Lal could not wake", "class=\"failed\"", "Try again")
        .contains("problem  agent-" + state.word() + " (503)")
        .contains("<li class=\"fail\">", "Your request was not sent to Lal.")
        .doesNotContain("http-equiv", "waiting.js");
    assertThat(world.wakes).isEmpty();
  }

  @Test
  void thePageFollowsTheWakeAndHearsWhenTheAgentIsReady() {
    world.asleep(State.STOPPED);
    try (Origin origin = Origin.sayingHello();
        Wire wire = progress()) {
      assertThat(event(wire)).startsWith("event: progress\n").contains("\"state\":\"stopped\"");
      world.asleep(State.STARTING);
      assertThat(event(wire))
          .contains("\"state\":\"starting\"", "\"usualMs\":6000")
          .contains("\"Starting the container\"", "\"at\":1");
      startedAndAsked();
      assertThat(event(wire)).contains("\"Container started\"", "\"at\":2");
      world.awake(origin);
      assertThat(event(wire)).startsWith("event: ready\n");
      assertThat(wire.read(5)).isEqualTo("0\r\n\r\n");
      assertThat(origin.requests).isEmpty();
    }
    assertThat(world.wakes).as("to look on wakes nobody").isEmpty();
    assertThat(world.gate().lastActivityNanos()).isEqualTo(Long.MIN_VALUE);
    world.eventually(() -> world.gate().streams() == 0);
  }

  @Test
  void thePageHearsWhenTheWakeHasFailed() {
    world.asleep(State.STARTING);
    try (Wire wire = progress()) {
      assertThat(event(wire)).contains("starting");
      world.asleep(State.STOPPED);
      assertThat(event(wire))
          .startsWith("event: failed\n")
          .contains("wake-failed (503)", "\"at\":1", "Your request was not sent to Lal.");
    }
    startedAndAsked();
    try (Wire wire = progress()) {
      assertThat(event(wire)).contains("\"at\":2");
      world.asleep(State.STOPPED);
      assertThat(event(wire))
          .contains("\"at\":2", "\"Container started\",\"lal could not be woken\"");
    }
    try (Wire wire = progress()) {
      assertThat(event(wire)).contains("stopped");
      world.asleep(State.FAILED, Long.MAX_VALUE);
      assertThat(event(wire)).startsWith("event: failed\n").contains("agent-failed (503)");
    }
  }

  private void startedAndAsked() {
    AgentView view = world.view(State.STARTING, Optional.empty(), 0);
    world.routes.install(new AgentView(
        view.id(),
        view.state(),
        view.generation(),
        view.endpoint(),
        view.settings(),
        view.since(),
        view.retryAtNanos(),
        view.lastWake(),
        view.lastWakeTook(),
        view.usualWake(),
        view.lastExit(),
        true));
  }

  @Test
  void whoNoLongerLooksOnIsForgotten() {
    world.asleep(State.STARTING);
    Wire wire = progress();
    assertThat(world.gate().streams()).isEqualTo(1);
    wire.close();
    world.eventually(() -> world.gate().streams() == 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/.reveille/", "/.reveille/other", "/.reveille/progress/x"})
  void nothingElseIsInReveillesCorner(String path) {
    try (Origin origin = Origin.sayingHello()) {
      world.awake(origin);
      assertThat(world.ask(get(path, ""))).startsWith("HTTP/1.1 404");
      assertThat(origin.requests).isEmpty();
    }
  }

  @Test
  void aPageOfAnAgentThatIsAwakeIsItsOwn() {
    try (Origin origin = Origin.sayingHello()) {
      world.awake(origin);
      assertThat(load(BROWSER)).startsWith("HTTP/1.1 200").endsWith("hello");
    }
    assertThat(world.wakes).isEmpty();
  }
}
