package io.reveille.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.core.Agent.State;
import java.nio.charset.StandardCharsets;
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
        "Accept: application/json;q=0.5, text/html\r\n"
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
        .contains(
            "Waking Lal", "usually about 6.0 s", "data-progress=\"/bots/lal/.reveille/progress\"")
        .contains("<noscript><meta http-equiv=\"refresh\"");
    world.eventually(() -> world.wakes.size() == 1);
    assertThat(world.gate().held()).isZero();
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
            "Content-Security-Policy: default-src 'none'; style-src 'self'; script-src 'self'")
        .doesNotContain("unsafe", "style=", "<style", "onclick")
        .contains(
            "href=\"/bots/lal/.reveille/waiting.css\"", "src=\"/bots/lal/.reveille/waiting.js\"");
    assertThat(style).startsWith("HTTP/1.1 200").contains("text/css");
    assertThat(script).startsWith("HTTP/1.1 200").contains("text/javascript");
    assertThat((page + style + script).getBytes(StandardCharsets.UTF_8).length)
        .isLessThan(TWELVE_KILOBYTES);
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
        .doesNotContain("http-equiv");
    assertThat(world.wakes).isEmpty();
  }

  @Test
  void thePageFollowsTheWakeAndHearsWhenTheAgentIsReady() {
    world.asleep(State.STOPPED);
    try (Origin origin = Origin.sayingHello();
        Wire wire = progress()) {
      assertThat(event(wire)).startsWith("event: progress\ndata: {\"state\":\"stopped\"");
      world.asleep(State.STARTING);
      assertThat(event(wire)).contains("\"state\":\"starting\"", "\"usualMs\":6000");
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
      assertThat(event(wire)).startsWith("event: failed\n").contains("wake-failed (503)");
    }
    try (Wire wire = progress()) {
      assertThat(event(wire)).contains("stopped");
      world.asleep(State.FAILED, Long.MAX_VALUE);
      assertThat(event(wire)).startsWith("event: failed\n").contains("agent-failed (503)");
    }
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
