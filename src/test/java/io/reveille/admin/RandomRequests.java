package io.reveille.admin;

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

/** Requests made from the OpenAPI document, good and broken ones; the same in each run. */
final class RandomRequests {
  private static final long SEED = 20_261_122;
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

  private final Random random = new Random(SEED);
  private final List<Operation> operations;

  RandomRequests(List<Operation> operations) {
    this.operations = operations;
  }

  /** @param meant whose form it was made in; what it asks for may be another */
  record Asked(
      Operation meant,
      HttpMethod method,
      String path,
      Map<String, String> headers,
      Optional<String> body) {
    Asked with(Map<String, String> more) {
      Map<String, String> all = new HashMap<>(headers);
      all.putAll(more);
      return new Asked(meant, method, path, all, body);
    }

    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  Asked next() {
    Operation operation = any(operations);
    HttpMethod method = isLikely(9) ? operation.getHttpMethod() : any(METHODS);
    String path = path(operation) + query(operation);
    return new Asked(operation, method, path, headers(), body(operation));
  }

  String oddText() {
    return printable(any(ODD));
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
