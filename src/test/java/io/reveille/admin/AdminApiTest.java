package io.reveille.admin;

import static io.reveille.testing.Await.await;
import static io.reveille.testing.Reports.bare;
import static io.reveille.testing.Reports.full;
import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.bus.GatewayMessage.Act;
import io.reveille.bus.GatewayMessage.ActReply;
import io.reveille.bus.GatewayMessage.ActReply.Result;
import io.reveille.bus.GatewayMessage.Condition;
import io.reveille.bus.GatewayMessage.Counted;
import io.reveille.bus.GatewayMessage.MemoryPoint;
import io.reveille.bus.GatewayMessage.SetKeep;
import io.reveille.config.ConfigException;
import io.reveille.core.Agent.State;
import io.reveille.core.BotId;
import io.reveille.core.Cause;
import io.reveille.core.Journal.Entry;
import io.reveille.core.Keep;
import io.reveille.core.Keep.Mode;
import io.reveille.core.Tally;
import io.reveille.core.Tally.WakeTimes;
import io.reveille.core.Transition;
import io.reveille.core.Trouble;
import io.reveille.testing.AdminServer;
import io.reveille.testing.LoggedLines;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetSocket;
import io.vertx.ext.web.client.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AdminApiTest {
  private final AdminServer server = new AdminServer().start();
  private final CheckedClient client = new CheckedClient(server);

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void anAgentIsShownAsSpecified() {
    server.with(full("lal", "Lal"));

    assertThat(get("/api/v1/agents/lal").bodyAsJsonObject()).isEqualTo(new JsonObject("""
        {"id":"lal","name":"Lal","state":"paused","since":"2026-11-22T10:00:00Z","cause":"idle-timeout",
        "lastActivityAt":"2026-11-22T09:30:00Z","next":{"state":"stopped","at":"2026-11-22T16:00:00Z"},
        "inFlight":0,"held":0,
        "restarts":{"count":1,"max":3,"nextAttemptAt":"2026-11-22T10:00:10Z","breaker":"half-open"},
        "lastExit":{"code":137,"oomKilled":true,"at":"2026-11-22T08:00:00Z"},"runtime":"docker",
        "container":{"id":"c0ffee","name":"lal-1","image":"lal:2","status":"paused"},
        "endpoint":"http://127.0.0.1:18101","wakes":{"count":12,"p50Ms":16,"p90Ms":31},
        "memoryBytes":379584512,"freedBytes":null,"keep":{"mode":"asleep","until":"2026-11-22T11:00:00Z"}}"""));
  }

  @Test
  void factsThatAreNotKnownAreNull() {
    server.with(bare("lal", State.CREATED));

    JsonObject agent = get("/api/v1/agents/LAL").bodyAsJsonObject();

    for (String name : List.of(
        "lastActivityAt",
        "next",
        "lastExit",
        "container",
        "endpoint",
        "memoryBytes",
        "freedBytes",
        "keep")) {
      assertThat(agent.containsKey(name)).as(name).isTrue();
      assertThat(agent.getValue(name)).as(name).isNull();
    }
    assertThat(agent.getJsonObject("wakes"))
        .isEqualTo(new JsonObject("{\"count\":0,\"p50Ms\":null,\"p90Ms\":null}"));
  }

  @Test
  void agentsAreListedInPages() {
    server.with(bare("a", State.RUNNING), bare("b", State.PAUSED), bare("c", State.FAILED));

    JsonObject first = get("/api/v1/agents?limit=2").bodyAsJsonObject();
    JsonObject second =
        get("/api/v1/agents?limit=2&cursor=" + first.getString("next")).bodyAsJsonObject();

    assertThat(ids(first)).containsExactly("a", "b");
    assertThat(ids(second)).containsExactly("c");
    assertThat(second.containsKey("next")).isTrue();
    assertThat(second.getString("next")).isNull();
  }

  @Test
  void agentsAreFoundByStateAndByPartOfTheirName() {
    server.with(
        full("lal", "Daughter of Data"), bare("worf", State.RUNNING), bare("q", State.FAILED));

    assertThat(ids("/api/v1/agents?state=running,failed")).containsExactly("q", "worf");
    assertThat(ids("/api/v1/agents?state=running&state=paused")).containsExactly("lal", "worf");
    assertThat(ids("/api/v1/agents?q=DATA")).containsExactly("lal");
    assertThat(ids("/api/v1/agents?q=ORF")).containsExactly("worf");
  }

  @Test
  void historyComesInPagesNewestFirst() {
    server.with(bare("lal", State.RUNNING));
    server.history.addAll(List.of(entry(1), entry(2), entry(3)));

    JsonObject first = get("/api/v1/agents/lal/history?limit=2").bodyAsJsonObject();
    JsonObject rest =
        get("/api/v1/agents/lal/history?cursor=" + first.getString("next")).bodyAsJsonObject();
    JsonObject since =
        get("/api/v1/agents/lal/history?since=2026-11-22T10:00:03Z").bodyAsJsonObject();

    assertThat(
            get("/api/v1/agents/lal/history?since=2026-11-22T11:00:03%2B01:00").body())
        .isEqualTo(get("/api/v1/agents/lal/history?since=2026-11-22T10:00:03Z").body());
    assertThat(first.getJsonArray("items").getJsonObject(0)).isEqualTo(new JsonObject("""
        {"from":"paused","to":"starting","cause":"request","at":"2026-11-22T10:00:03Z","durationMs":1500}"""));
    assertThat(first.getJsonArray("items")).hasSize(2);
    assertThat(rest.getJsonArray("items")).hasSize(1);
    assertThat(rest.getString("next")).isNull();
    assertThat(since.getJsonArray("items")).hasSize(1);
  }

  @Test
  void anAgentThatSleepsIsHealthyAndOneThatFailedIsNot() {
    server.with(bare("a", State.PAUSED), bare("b", State.FAILED), bare("c", State.MISSING));

    assertThat(get("/api/v1/agents/a/health").statusCode()).isEqualTo(200);
    assertProblem(get("/api/v1/agents/b/health"), 503, "agent-failed");
    assertProblem(get("/api/v1/agents/c/health"), 503, "agent-missing");
    assertThat(server.acts).isEmpty();
  }

  @Test
  void anActionIsPassedOnWithForceAndPatience() {
    send(HttpMethod.POST, "/api/v1/agents/lal/reset-failed", Map.of());
    send(HttpMethod.POST, "/api/v1/agents/lal/stop?force=true", Map.of("Prefer", "wait=30"));
    send(HttpMethod.POST, "/api/v1/agents/lal/wake", Map.of("Prefer", "respond-async, wait=x"));

    BotId lal = new BotId("lal");
    assertThat(server.acts)
        .containsExactly(
            new Act(lal, Act.Action.RESET_FAILED, false, Duration.ZERO),
            new Act(lal, Act.Action.STOP, true, Duration.ofSeconds(30)),
            new Act(lal, Act.Action.WAKE, false, Duration.ZERO));
  }

  @Test
  void eachEndOfAnActionHasItsStatus() {
    assertThat(answerTo(Result.DONE).statusCode()).isEqualTo(200);
    assertThat(answerTo(Result.ALREADY).bodyAsJsonObject().getString("state")).isEqualTo("running");
    assertThat(answerTo(Result.ACCEPTED).statusCode()).isEqualTo(202);
    assertProblem(answerTo(Result.IN_USE), 409, "agent-in-use");
    assertProblem(answerTo(Result.IMPOSSIBLE), 409, "impossible");
    assertProblem(answerTo(Result.NOT_DONE), 503, "not-done");
    assertProblem(answerTo(Result.UNKNOWN_AGENT), 404, "unknown-agent");
  }

  @Test
  void anAgentThatIsNotThereIsUnknown() {
    assertProblem(get("/api/v1/agents/nobody"), 404, "unknown-agent");
    assertProblem(get("/api/v1/agents/nobody/health"), 404, "unknown-agent");
    assertProblem(get("/api/v1/agents/nobody/history"), 404, "unknown-agent");
  }

  @Test
  void aBadParameterIsNamed() {
    server.with(bare("lal", State.RUNNING));

    Map.of(
            "/api/v1/agents?limit=0", "limit",
            "/api/v1/agents?limit=ten", "limit",
            "/api/v1/agents?state=asleep", "state",
            "/api/v1/agents/lal/history?since=yesterday", "since",
            "/api/v1/agents/lal/history?cursor=-1", "cursor",
            "/api/v1/agents/-lal", "id")
        .forEach((path, name) -> {
          HttpResponse<Buffer> answer = get(path);
          assertProblem(answer, 400, "bad-parameter");
          assertThat(answer.bodyAsJsonObject().getString("detail")).contains(name);
        });
    assertProblem(
        send(HttpMethod.POST, "/api/v1/agents/lal/stop?force=yes", Map.of()), 400, "bad-parameter");
  }

  @Test
  void whatCannotBeReadIsABadRequest() {
    assertProblem(get("/api/v1/agents?q=%zz"), 400, "bad-request");
    assertProblem(get("/api/v1/agents/%zz"), 400, "bad-request");
  }

  @Test
  void anUnknownPathIsNotFoundAndAWrongMethodIsToldTheRightOnes() {
    assertProblem(get("/api/v1/nothing"), 404, "not-found");
    assertProblem(get("/nothing"), 404, "not-found");

    HttpResponse<Buffer> wrong = get("/api/v1/agents/lal/wake");

    assertProblem(wrong, 405, "method-not-allowed");
    assertThat(wrong.getHeader("Allow")).isEqualTo("POST");
    assertThat(send(HttpMethod.DELETE, "/api/v1/agents/lal", Map.of()).getHeader("Allow"))
        .contains("GET");
  }

  @Test
  void theTypeOfABodyThatIsNotThereDoesNotMatter() {
    Map<String, String> form = Map.of("Content-Type", "multipart/form-data");

    assertThat(send(HttpMethod.GET, "/api/v1/info", form).statusCode()).isEqualTo(200);
  }

  @Test
  void itTellsWhenTheJournalWasWrittenLast() {
    assertThat(get("/api/v1/info").bodyAsJsonObject().getValue("savedAt")).isNull();

    server.condition = new Condition("docker", true, "", true, 2, Optional.of(AdminServer.START));

    assertThat(get("/api/v1/info").bodyAsJsonObject().getString("savedAt"))
        .isEqualTo("2026-11-22T10:00:00Z");
  }

  @Test
  void itIsReadyOnceReconciledAndStaysSoWhenTheRuntimeIsLost() {
    server.condition = new Condition("docker", false, "no such socket", false, 0, Optional.empty());
    HttpResponse<Buffer> before = get("/readyz");
    server.condition = new Condition("docker", false, "gone", true, 2, Optional.empty());
    HttpResponse<Buffer> lost = get("/readyz");

    assertProblem(before, 503, "not-ready");
    assertThat(before.bodyAsString()).contains("no such socket");
    assertThat(lost.statusCode()).isEqualTo(200);
    assertThat(lost.bodyAsJsonObject().getJsonObject("runtime"))
        .isEqualTo(
            new JsonObject("{\"name\":\"docker\",\"connected\":false,\"problem\":\"gone\"}"));
    assertThat(get("/livez").statusCode()).isEqualTo(200);
  }

  @Test
  void aLifeCycleThatFailsIsNotReadyAndNoSecretOfItIsTold() {
    server.reply = Future.failedFuture("password=hunter2");

    try (LoggedLines log = new LoggedLines("io.reveille.admin")) {
      HttpResponse<Buffer> answer = send(HttpMethod.POST, "/api/v1/agents/lal/wake", Map.of());

      assertProblem(answer, 503, "not-ready");
      assertThat(answer.bodyAsString()).doesNotContain("hunter2");
      assertThat(log.fieldsOf("No answer to POST /api/v1/agents/lal/wake"))
          .containsExactly("request=" + answer.getHeader("X-Request-Id"));
    }
  }

  @Test
  void infoTellsWhatRuns() {
    JsonObject info = get("/api/v1/info").bodyAsJsonObject();

    assertThat(info.getString("name")).isEqualTo("Reveille");
    assertThat(info.getString("version")).matches("\\d+\\..*");
    assertThat(info.getInteger("agents")).isEqualTo(2);
  }

  @Test
  void theHistoryOfAllAgentsSaysWhoseItIs() {
    server.history.addAll(List.of(entry(1), entry(2)));

    JsonObject page = get("/api/v1/history?limit=1").bodyAsJsonObject();

    assertThat(page.getJsonArray("items").getJsonObject(0).getString("agent")).isEqualTo("lal");
    assertThat(page.getString("next")).isEqualTo("2");
  }

  @Test
  void anOrderIsPassedOnAndItsEndToo() {
    put("/api/v1/agents/lal/keep-asleep?force=true", "{\"until\":\"2026-11-22T12:00:00+01:00\"}");
    put("/api/v1/agents/lal/keep-awake", "{\"until\":null}");
    send(HttpMethod.DELETE, "/api/v1/agents/lal/keep-awake", Map.of());

    BotId lal = new BotId("lal");
    assertThat(server.keeps)
        .containsExactly(
            new SetKeep(
                lal,
                Mode.ASLEEP,
                Optional.of(
                    new Keep(Mode.ASLEEP, Optional.of(AdminServer.START.plusSeconds(3600)))),
                true),
            new SetKeep(
                lal, Mode.AWAKE, Optional.of(new Keep(Mode.AWAKE, Optional.empty())), false),
            new SetKeep(lal, Mode.AWAKE, Optional.empty(), false));
  }

  @Test
  void anOrderThatCannotBeMeantIsRefused() {
    String path = "/api/v1/agents/lal/keep-awake";

    assertProblem(put(path, "{\"until\":\"2026-11-22T10:00:00Z\"}"), 400, "bad-parameter");
    assertProblem(put(path, "{\"until\":\"soon\"}"), 400, "bad-parameter");
    assertProblem(put(path, "{\"until\":\"+999999999-01-01T00:00:00Z\"}"), 400, "bad-parameter");
    assertProblem(put(path, "{}"), 400, "bad-parameter");
    assertProblem(put(path, "{\"until\":null,\"when\":1}"), 400, "bad-parameter");
    assertProblem(put(path, "until"), 400, "bad-parameter");
    assertProblem(put(path, "x".repeat(20_000)), 413, "too-large");
    assertProblem(
        client.send(
            HttpMethod.PUT, path, Map.of("Content-Type", "text/plain"), Optional.of("until")),
        415,
        "wrong-type");
    assertThat(server.keeps).isEmpty();
  }

  @Test
  void anUnknownParameterIsNamed() {
    HttpResponse<Buffer> answer = get("/api/v1/agents?stat=running");

    assertProblem(answer, 400, "bad-parameter");
    assertThat(answer.bodyAsJsonObject().getString("detail")).contains("'stat'", "state");
  }

  @Test
  void theConfigurationIsShownWithItsOriginsAndWithoutSecrets() {
    JsonObject config = get("/api/v1/config").bodyAsJsonObject();

    assertThat(config).isEqualTo(new JsonObject("""
        {"file":"/etc/reveille/reveille.json","settings":[
        {"key":"admin.token","value":"***","origin":"file"},
        {"key":"admin.port","value":"7412","origin":"default"},
        {"key":"alerts.targets","value":{"ops":{"type":"ntfy","url":"***"}},"origin":"file"},
        {"key":"alerts.rules","value":[{"on":["agent.failed"],"to":["ops"],"resolved":true}],
        "origin":"file"}]}"""));
  }

  @Test
  void theConfigurationIsReadAgainAndABadOneIsRefused() {
    JsonObject good = send(HttpMethod.POST, "/api/v1/config/reload", Map.of()).bodyAsJsonObject();
    server.config().reloading = () -> {
      throw new ConfigException(
          "reveille.json", List.of(new ConfigException.Problem("/admin/port", "'x' is no port")));
    };
    HttpResponse<Buffer> bad = send(HttpMethod.POST, "/api/v1/config/reload", Map.of());

    assertThat(good.getJsonArray("needRestart")).containsExactly("admin.port");
    assertProblem(bad, 422, "config-rejected");
    assertThat(bad.bodyAsJsonObject().getString("detail")).contains("/admin/port");
  }

  @Test
  void alertsAreShownWithTheirDeliveries() {
    Instant later = AdminServer.START.plusSeconds(30);
    server.troubles.add(new Trouble(
        12,
        "agent.failed",
        Optional.of(new BotId("lal")),
        AdminServer.START,
        Optional.empty(),
        "lal has failed",
        "Exit code 1.",
        List.of(new Trouble.Delivery(
            "ops", Trouble.Delivery.State.PENDING, 2, Optional.of(later), "HTTP 503"))));
    server.troubles.add(new Trouble(
        7,
        "runtime.disconnected",
        Optional.empty(),
        AdminServer.START,
        Optional.of(AdminServer.START.plusSeconds(5)),
        "The runtime cannot be reached",
        "no such socket",
        List.of()));

    assertThat(items("/api/v1/alerts?open=true")).isEqualTo(new JsonArray("""
            [{"id":"12","event":"agent.failed","agent":"lal","title":"lal has failed","detail":"Exit code 1.",
            "at":"2026-11-22T10:00:00Z","resolvedAt":null,"deliveries":[{"target":"ops","state":"pending",
            "attempts":2,"nextAttemptAt":"2026-11-22T10:00:30Z","problem":"HTTP 503"}]}]"""));
    assertThat(items("/api/v1/alerts?open=false").getJsonObject(0).getString("resolvedAt"))
        .isEqualTo("2026-11-22T10:00:05Z");
    JsonObject page = get("/api/v1/alerts?limit=1").bodyAsJsonObject();
    assertThat(page.getString("next")).isEqualTo("12");
    assertThat(items("/api/v1/alerts?cursor=12").getJsonObject(0).getString("id"))
        .isEqualTo("7");
  }

  @Test
  void statisticsAddWhatIsGoingOnToWhatIsOver() {
    server.with(full("lal", "Lal"));
    server.counted = new Counted(
        new Tally(
            new WakeTimes(
                3, Optional.of(Duration.ofMillis(20)), Optional.of(Duration.ofMillis(90))),
            WakeTimes.NONE,
            WakeTimes.NONE,
            Collections.nCopies(Tally.LIMITS.size() + 1, new Tally.Bucket(1, 2)),
            Map.of(State.PAUSED, 4),
            Map.of(State.RUNNING, Duration.ofMinutes(2))),
        List.of(new MemoryPoint(AdminServer.START.minusSeconds(60), 500, 300)));

    JsonObject stats = get("/api/v1/stats?window=90m").bodyAsJsonObject();

    assertThat(stats.getInteger("windowSeconds")).isEqualTo(5400);
    assertThat(stats.getJsonObject("wakes").getInteger("p90Ms")).isEqualTo(90);
    assertThat(stats.getJsonObject("wakes").getJsonArray("buckets")).hasSize(13);
    assertThat(stats.getJsonObject("sleeps").getInteger("paused")).isEqualTo(4);
    assertThat(stats.getJsonObject("stateSeconds"))
        .isEqualTo(new JsonObject("{\"running\":120,\"paused\":0}"));
    assertThat(stats.getJsonObject("memory").getLong("inUseBytes")).isEqualTo(379_584_512L);
    assertThat(stats.getJsonObject("memory").getLong("freedBytes")).isNull();
    assertThat(stats.getJsonObject("memory").getJsonArray("series")).hasSize(1);
    assertProblem(get("/api/v1/stats?window=1s"), 400, "bad-parameter");
    assertProblem(get("/api/v1/stats?window=ages"), 400, "bad-parameter");
  }

  @Test
  void theLastLinesOfTheLogAreShown() {
    server.with(bare("lal", State.FAILED));

    JsonArray lines =
        get("/api/v1/agents/lal/logs?tail=3").bodyAsJsonObject().getJsonArray("lines");

    assertThat(lines).hasSize(3);
    assertThat(lines.getJsonObject(0))
        .isEqualTo(new JsonObject()
            .put("at", "2026-11-22T10:00:00Z")
            .put("stream", "stderr")
            .put("line", "ready on port 8080"));
    assertProblem(get("/api/v1/agents/nobody/logs"), 404, "unknown-agent");
    assertProblem(get("/api/v1/agents/lal/logs?tail=1001"), 400, "bad-parameter");
  }

  @Test
  void headIsAnsweredLikeGetWithoutABody() {
    HttpResponse<Buffer> answer = send(HttpMethod.HEAD, "/api/v1/info", Map.of());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isNull();
    assertThat(send(HttpMethod.HEAD, "/api/v1/events", Map.of()).getHeader("Content-Type"))
        .isEqualTo("text/event-stream");
  }

  @Test
  void theDocumentIsServedAsItIs() {
    assertThat(get("/api/v1/openapi.json").bodyAsJsonObject()).isEqualTo(Contract.read());
  }

  private JsonArray items(String path) {
    return get(path).bodyAsJsonObject().getJsonArray("items");
  }

  private HttpResponse<Buffer> put(String path, String body) {
    return client.send(
        HttpMethod.PUT, path, Map.of("Content-Type", "application/json"), Optional.of(body));
  }

  private HttpResponse<Buffer> answerTo(Result result) {
    server.reply = Future.succeededFuture(
        new ActReply(result, "So it is.", Optional.of(bare("lal", State.RUNNING))));
    return send(HttpMethod.POST, "/api/v1/agents/lal/pause", Map.of());
  }

  @Test
  void bytesThatAreNoRequestGetAProblemAndTheConnectionEnds() {
    Buffer answer = Buffer.buffer();
    Promise<Void> ended = Promise.promise();
    NetSocket socket = await(server.vertx().createNetClient().connect(server.port(), "127.0.0.1"));
    socket.handler(answer::appendBuffer).closeHandler(ended::tryComplete);
    await(socket.write("GET /livez HTTP/1.1\r\nHost: localhost\r\nno header: x\r\n\r\n"));
    await(ended.future());

    assertThat(answer.toString())
        .startsWith("HTTP/1.1 400")
        .containsIgnoringCase("content-type: application/problem+json")
        .contains("urn:reveille:problem:bad-request");
  }

  private HttpResponse<Buffer> get(String path) {
    return send(HttpMethod.GET, path, Map.of());
  }

  private HttpResponse<Buffer> send(HttpMethod method, String path, Map<String, String> headers) {
    return client.send(method, path, headers, Optional.empty());
  }

  private List<String> ids(String path) {
    return ids(get(path).bodyAsJsonObject());
  }

  private static List<String> ids(JsonObject page) {
    JsonArray items = page.getJsonArray("items");
    return items.stream().map(item -> ((JsonObject) item).getString("id")).toList();
  }

  private static void assertProblem(HttpResponse<Buffer> answer, int status, String type) {
    assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(status);
    assertThat(answer.getHeader("Content-Type")).isEqualTo("application/problem+json");
    JsonObject problem = answer.bodyAsJsonObject();
    assertThat(problem.getString("type")).isEqualTo("urn:reveille:problem:" + type);
    assertThat(problem.getString("requestId")).isEqualTo(answer.getHeader("X-Request-Id"));
  }

  private static Entry entry(long number) {
    return new Entry(
        number,
        new Transition(
            new BotId("lal"),
            State.PAUSED,
            State.STARTING,
            Cause.REQUEST,
            AdminServer.START.plusSeconds(number),
            Duration.ofMillis(1500)));
  }
}
