package io.reveille.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.admin.RandomRequests.Asked;
import io.reveille.bus.GatewayMessage.ActReply;
import io.reveille.bus.GatewayMessage.Condition;
import io.reveille.bus.GatewayMessage.TestReport;
import io.reveille.config.Secret;
import io.reveille.core.Agent.State;
import io.reveille.testing.AdminServer;
import io.reveille.testing.Reports;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.openapi.contract.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests made from the document, good and broken ones; each answer is held against it. */
class RandomRequestsTest {
  private static final int REQUESTS = 500;
  private static final int REFUSED = 300;
  private static final int STREAMS = 60;
  private static final String OPERATES = "xyzzy";
  private static final String READS = "plugh";
  /** Which operation may tell of which trouble. Anything else from 500 on is a fault of Reveille. */
  private static final Map<String, Set<String>> TROUBLES = Map.of(
      "readyz", Set.of("503 not-ready"),
      "health", Set.of("503 agent-failed"),
      "testAlert", Set.of("502 alert-not-delivered"));
  /** What is done to agents: it may not work. */
  private static final Set<String> DEEDS = Set.of(
      "wake",
      "pause",
      "stop",
      "restart",
      "resetFailed",
      "keepAwake",
      "endKeepAwake",
      "keepAsleep",
      "endKeepAsleep");

  private final AdminServer server = new AdminServer(new Secret(OPERATES), "127.0.0.1")
      .withReadToken(new Secret(READS))
      .with(Reports.full("lal", "Lal"), Reports.bare("b", State.FAILED))
      .start();
  private final CheckedClient client = new CheckedClient(server);
  private final List<Operation> operations = client.contract().readable().operations();
  private final RandomRequests requests = new RandomRequests(operations);

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void ofAnOperatorFindNothingButAnswersOfTheDocument() {
    for (int number = 0; number < REQUESTS; number++) {
      if (number == REQUESTS / 2) {
        trouble();
      }
      noFault(requests.next().with(Map.of("Authorization", "Bearer " + OPERATES)));
    }
    assertThat(server.acts).isNotEmpty();
    assertThat(server.keeps).isNotEmpty();
    assertThat(server.tests).isNotEmpty();
  }

  /** Nothing works any more, and this is told. */
  private void trouble() {
    server.with(Reports.bare("lal", State.FAILED));
    server.condition = new Condition("docker", false, "no answer", false, 2, Optional.empty());
    server.testReport =
        new TestReport(TestReport.Delivery.NOT_DELIVERED, 500, "HTTP 500", Duration.ofMillis(31));
    server.reply = Future.succeededFuture(new ActReply(
        ActReply.Result.NOT_DONE, "It ended.", Optional.of(Reports.bare("lal", State.FAILED))));
  }

  @Test
  void withoutATokenGetNowhere() {
    for (int number = 0; number < REFUSED; number++) {
      Asked asked = requests.next();
      Map<String, String> own = Map.of("Authorization", "none", "Cookie", "reveille_session=x");
      HttpResponse<Buffer> answer = send(asked.with(own));

      if (!isOpen(asked)) {
        assertThat(answer.statusCode()).as("%d: %s", number, asked).isIn(400, 401);
      }
    }
    nothingWasDone();
  }

  @Test
  void withoutATokenAreToldSoByEachProtectedOperation() {
    List<Operation> closed =
        operations.stream().filter(operation -> role(operation) != null).toList();
    assertThat(closed).hasSizeGreaterThan(20);
    for (Operation operation : closed) {
      HttpResponse<Buffer> answer = client.send(
          operation.getHttpMethod(),
          operation.getOpenAPIPath().replaceAll("\\{[a-z]+}", "lal"),
          Map.of(),
          Optional.empty());

      assertThat(answer.statusCode()).as(operation.getOperationId()).isEqualTo(401);
    }
    nothingWasDone();
  }

  @Test
  void ofAReaderChangeNothing() {
    for (int number = 0; number < REFUSED; number++) {
      Asked asked = requests.next().with(Map.of("Authorization", "Bearer " + READS));
      HttpResponse<Buffer> answer = noFault(asked);

      client
          .found(asked.method(), asked.path())
          .filter(operation -> "operate".equals(role(operation)))
          .ifPresent(write -> assertThat(answer.statusCode()).as("%s", asked).isIn(400, 403));
    }
    nothingWasDone();
  }

  @Test
  void followTheEventsFromAnywhere() {
    for (int number = 0; number < STREAMS; number++) {
      String id = requests.oddText();
      EventStream stream =
          new EventStream(server, Map.of("Authorization", "Bearer " + READS, "Last-Event-ID", id));
      if (stream.response().statusCode() == 400) {
        stream.until("bad-parameter");
      } else {
        assertThat(stream.response().statusCode()).as(id).isEqualTo(200);
        assertThat(stream.response().getHeader("Content-Type")).isEqualTo("text/event-stream");
        server.publish(Reports.ready("lal"));
        stream.until("\nevent: reveille.agent.ready\n");
      }
      stream.close();
    }
    assertThat(client.get("/livez").statusCode()).isEqualTo(200);
  }

  private HttpResponse<Buffer> noFault(Asked asked) {
    HttpResponse<Buffer> answer = send(asked);
    if (answer.statusCode() >= 500) {
      String id = client
          .found(asked.method(), asked.path())
          .map(operation -> operation.getOperationId().replace(Contract.OF_HEAD, ""))
          .orElse("nothing");
      assertThat(known(id))
          .as("%s -> %s", asked, answer.bodyAsString())
          .anyMatch(trouble -> trouble.startsWith(trouble(answer)));
    }
    return answer;
  }

  private static Set<String> known(String operation) {
    Set<String> ofDeeds = DEEDS.contains(operation) ? Set.of("503 not-done") : Set.of();
    return TROUBLES.getOrDefault(operation, ofDeeds);
  }

  /** Status and type; an answer to HEAD has no type. */
  private static String trouble(HttpResponse<Buffer> answer) {
    String type = Optional.ofNullable(answer.bodyAsJsonObject())
        .map(problem -> problem.getString("type").replace("urn:reveille:problem:", ""))
        .orElse("");
    return answer.statusCode() + " " + type;
  }

  private HttpResponse<Buffer> send(Asked asked) {
    return client.send(asked.method(), asked.path(), asked.headers(), asked.body());
  }

  /** The paths of the dashboard are no part of the API, and hold no secret. */
  private boolean isOpen(Asked asked) {
    return client.isPage(asked.path())
        || client
            .found(asked.method(), asked.path())
            .filter(operation -> role(operation) == null)
            .isPresent();
  }

  private void nothingWasDone() {
    assertThat(server.acts).isEmpty();
    assertThat(server.keeps).isEmpty();
    assertThat(server.tests).isEmpty();
  }

  private static String role(Operation operation) {
    return operation.getOpenAPIModel().getString("x-role");
  }
}
