package io.reveille.admin;

import static io.reveille.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.bus.GatewayMessage.AgentEvent;
import io.reveille.testing.AdminServer;
import io.reveille.testing.Reports;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.WebClient;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiveEventsTest {
  private static final Pattern DETAIL = Pattern.compile("\"detail\":\"(\\w+)\"");
  private static final Pattern ID = Pattern.compile("id: (\\S+)\n");

  private final AdminServer server = new AdminServer().start();
  private final WebClient client = WebClient.create(server.vertx());

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void anEventIsSentAsSpecified() {
    EventStream stream = follow();
    server.publish(Reports.ready("lal"));

    String text = stream.until("durationMs");

    assertThat(stream.response().getHeader("Content-Type")).isEqualTo("text/event-stream");
    assertThat(text).contains("event: reveille.agent.ready\n");
    assertThat(new JsonObject(text.substring(text.indexOf("data: ") + 6)))
        .isEqualTo(new JsonObject("""
            {"agent":"lal","state":"running","previous":"starting","cause":"request",
            "at":"2026-11-22T10:00:00Z","durationMs":212,
            "container":{"id":"c0ffee","name":"lal-1","image":"lal:2"},"exit":null,"attempt":null,
            "nextAttemptAt":null,"detail":null}"""));
  }

  @Test
  void whoComesBackGetsWhatWasMissedAndNothingTwice() {
    publish("one", "two", "three");
    String all = new EventStream(server, Optional.of("unknown")).until("\"three\"");
    Matcher ids = ID.matcher(all);
    assertThat(ids.find()).isTrue();

    String rest = new EventStream(server, Optional.of(ids.group(1))).until("\"three\"");

    assertThat(all).contains("\"one\"", "\"two\"");
    assertThat(rest).contains("\"two\"").doesNotContain("\"one\"");
  }

  @Test
  void whoComesAnewGetsOnlyWhatIsNew() {
    publish("old");
    pageOf("");
    EventStream stream = follow();
    publish("new");

    assertThat(stream.until("\"new\"")).doesNotContain("\"old\"");
  }

  @Test
  void aQuietStreamIsKeptAliveByComments() {
    assertThat(follow().until(": still here\n\n: still here")).doesNotContain("event:");
  }

  @Test
  void eventsComeInPagesForWhoAsksForJson() {
    publish("one", "two", "three");

    JsonObject first = pageOf("?limit=2");
    JsonObject second = pageOf("?limit=2&cursor=" + first.getString("next"));

    assertThat(details(first)).containsExactly("one", "two");
    assertThat(first.getJsonArray("items").getJsonObject(0).getString("type"))
        .isEqualTo("reveille.gateway.started");
    assertThat(details(second)).containsExactly("three");
    assertThat(second.getString("next")).isNull();
  }

  @Test
  void theNewestComeAloneForWhoAsksForThem() {
    publish("one", "two", "three");

    JsonObject newest = pageOf("?tail=2");

    assertThat(details(newest)).containsExactly("two", "three");
    assertThat(newest.getString("next")).isNull();
  }

  @Test
  void whoComesBackLateGetsAllThatWasMissedInItsOrderAndOnce() {
    publish(names(1, 2300));
    String first = pageOf("?limit=1").getJsonArray("items").getJsonObject(0).getString("id");
    EventStream stream = new EventStream(server, Optional.of(first));
    publish(names(2301, 2400));

    assertThat(details(stream.until("\"e2400\""))).containsExactly(names(2, 2400));
  }

  @Test
  void whoReadsSlowlyMissesNothingEvenIfItIsOvertaken() {
    EventStream stream = follow();
    stream.readNothing();
    String[] events = IntStream.rangeClosed(1, 2000)
        .mapToObj(number -> "e" + number + "x".repeat(8000)) // more than sockets take
        .toArray(String[]::new);
    publish(events);
    pageOf("?tail=1");

    stream.readOn();

    assertThat(details(stream.until("\"" + events[1999]))).containsExactly(events);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mab3c-12", "0", "99999999999999999", "9999999999999999999999"})
  void anIdThatWasNeverGivenStandsForTheBeginning(String id) {
    publish("one", "two");

    assertThat(details(new EventStream(server, Optional.of(id)).until("\"two\"")))
        .containsExactly("one", "two");
  }

  @Test
  void aCursorThatIsNoNumberIsRefused() {
    assertThat(pageOf("?cursor=x").getInteger("status")).isEqualTo(400);
  }

  private static String[] names(int first, int last) {
    return IntStream.rangeClosed(first, last)
        .mapToObj(number -> "e" + number)
        .toArray(String[]::new);
  }

  private static List<String> details(String frames) {
    return DETAIL.matcher(frames).results().map(found -> found.group(1)).toList();
  }

  private EventStream follow() {
    EventStream stream = new EventStream(server, Optional.empty());
    stream.until("retry: ");
    return stream;
  }

  private void publish(String... details) {
    for (String detail : details) {
      server.publish(AgentEvent.of("gateway.started", AdminServer.START, detail));
    }
  }

  private JsonObject pageOf(String query) {
    return await(client
            .getAbs(server.url() + "/api/v1/events" + query)
            .putHeader("Accept", "application/json")
            .send())
        .bodyAsJsonObject();
  }

  private static List<String> details(JsonObject page) {
    JsonArray items = page.getJsonArray("items");
    return items.stream()
        .map(item -> ((JsonObject) item).getJsonObject("data").getString("detail"))
        .toList();
  }
}
