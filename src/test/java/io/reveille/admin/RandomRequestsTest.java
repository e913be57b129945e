package io.reveille.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.core.Agent.State;
import io.reveille.testing.AdminServer;
import io.reveille.testing.Reports;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.Location;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Parameter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests made from the document, good and broken ones; each answer is held against it. */
class RandomRequestsTest {
  private static final long SEED = 20_261_122;
  private static final int REQUESTS = 1000;
  private static final List<String> ODD = List.of(
      "",
      " ",
      "%zz",
      "%",
      "%00",
      "..",
      "../../etc/passwd",
      "-lal",
      "lal",
      "LAL",
      "a%2Fb",
      "0",
      "-1",
      "1",
      "1000",
      "1001",
      "99999999999999999999",
      "1e9",
      "true",
      "TRUE",
      "null",
      "[]",
      "{}",
      "2026-11-22T10:00:00Z",
      "2026-11-22T10:00:00%2B01:00",
      "%2B999999999-12-31T23:59:59Z",
      "-999999999-01-01T00:00:00Z",
      "24h",
      "PT1S",
      "running",
      "running,paused",
      "running,,x",
      "é",
      "%C3%A9",
      "%F0%9F%98%B4",
      "%ED%A0%80",
      "x".repeat(300),
      "'; DROP TABLE agent; --",
      "\"",
      "\\",
      "&",
      "=");
  private static final List<String> BODIES = List.of(
      "",
      "{",
      "{}",
      "[]",
      "null",
      "true",
      "0",
      "\"x\"",
      "{\"until\":null}",
      "{\"until\":0}",
      "{\"until\":\"\"}",
      "{\"until\":\"2099-01-01T00:00:00Z\"}",
      "{\"until\":\"2000-01-01T00:00:00Z\"}",
      "{\"until\":\"+999999999-12-31T23:59:59Z\"}",
      "{\"until\":null,\"until\":null}",
      "{\"token\":\"\"}",
      "{\"token\":\"x\"}",
      "{\"token\":{}}",
      "{\"token\":null}",
      "[".repeat(5000),
      "{\"until\":\"" + "9".repeat(17_000) + "\"}",
      "\u0000",
      "\uD800");
  private static final List<HttpMethod> METHODS = List.of(
      HttpMethod.GET,
      HttpMethod.HEAD,
      HttpMethod.POST,
      HttpMethod.PUT,
      HttpMethod.DELETE,
      HttpMethod.PATCH,
      HttpMethod.OPTIONS,
      HttpMethod.TRACE,
      HttpMethod.valueOf("BREW"));
  /** Answered as the document says even if Reveille is in trouble. */
  private static final Set<Integer> OF_TROUBLE = Set.of(502, 503);

  private final Random random = new Random(SEED);
  private final AdminServer server = new AdminServer()
      .with(Reports.full("lal", "Lal"), Reports.bare("b", State.FAILED))
      .start();
  private final CheckedClient client = new CheckedClient(server);

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void findNothingButAnswersOfTheDocument() {
    List<Operation> operations = client.contract().readable().operations();
    for (int number = 0; number < REQUESTS; number++) {
      Operation operation = operations.get(random.nextInt(operations.size()));
      HttpMethod method = isLikely(9) ? operation.getHttpMethod() : any(METHODS);
      String path = path(operation) + query(operation);
      int status = client.send(method, path, headers(), body(operation)).statusCode();

      assertThat(status < 500 || OF_TROUBLE.contains(status))
          .as("%d: %s %s -> %d", number, method, path, status)
          .isTrue();
    }
  }

  private String path(Operation operation) {
    String path = operation.getOpenAPIPath();
    for (Parameter parameter : operation.getParameters()) {
      if (parameter.getIn() == Location.PATH) {
        path = path.replace("{" + parameter.getName() + "}", isLikely(7) ? "lal" : oddSegment());
      }
    }
    return isLikely(19) ? path : path + any(List.of("/", "//", "/x", ";a=b", "%20", "/%2e%2e"));
  }

  /** A space, a letter beyond ASCII or the like would be refused by the client. */
  private String oddSegment() {
    return printable(any(ODD)).replace("/", "%2F").replace("?", "%3F");
  }

  private String query(Operation operation) {
    List<String> parts = new ArrayList<>();
    for (Parameter parameter : operation.getParameters()) {
      if (parameter.getIn() == Location.QUERY && isLikely(1)) {
        parts.add(parameter.getName() + "=" + value(parameter));
      }
    }
    if (!isLikely(14)) {
      parts.add(printable(any(ODD)) + "=" + printable(any(ODD)));
    }
    return parts.isEmpty() ? "" : "?" + String.join("&", parts);
  }

  private String value(Parameter parameter) {
    if (isLikely(1)) {
      return printable(any(ODD));
    }
    JsonObject schema = parameter.getOpenAPIModel().getJsonObject("schema");
    return switch (schema.getString("type", "string")) {
      case "integer" -> Integer.toString(1 + random.nextInt(schema.getInteger("maximum", 1000)));
      case "boolean" -> Boolean.toString(random.nextBoolean());
      case "array" -> "running";
      default -> parameter.getName().equals("since") ? "2026-11-22T10:00:00Z" : "24";
    };
  }

  private Map<String, String> headers() {
    Map<String, String> headers = new HashMap<>();
    headers.put(
        "Accept",
        any(List.of("application/json", "application/json", "*/*;q=x, application/json")));
    if (isLikely(6)) {
      headers.put("Content-Type", "application/json");
    } else {
      headers.put(
          "Content-Type",
          any(List.of("text/plain", "application/json; charset=x", "x", "multipart/form-data")));
    }
    if (!isLikely(3)) {
      headers.put(
          "Prefer", any(List.of("wait=1", "wait=-1", "wait=99999999999", ",;=", "respond-async")));
    }
    if (!isLikely(9)) {
      headers.put(
          any(List.of("Origin", "Sec-Fetch-Site", "Last-Event-ID", "Cookie", "Authorization")),
          any(List.of("null", "x", "reveille_session=", "Bearer ", "=;=", "none")));
    }
    return headers;
  }

  private Optional<String> body(Operation operation) {
    boolean takesOne = operation.getRequestBody() != null;
    if (takesOne && isLikely(1)) {
      return Optional.of("{\"until\":null}");
    }
    return takesOne || !isLikely(9) ? Optional.of(any(BODIES)) : Optional.empty();
  }

  private static String printable(String text) {
    return text.chars()
            .allMatch(letter -> letter > ' ' && letter < 127 && "\"\\{}[]<>^`|".indexOf(letter) < 0)
        ? text
        : URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** {@code odds} to one. */
  private boolean isLikely(int odds) {
    return random.nextInt(odds + 1) > 0;
  }

  private <T> T any(List<T> choice) {
    return choice.get(random.nextInt(choice.size()));
  }
}
