package io.reveille.admin;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Path;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The OpenAPI document, which says what paths there are, what they take and who may use them.
 *
 * @param document as it is served
 * @param readable as the library can read it
 */
record Contract(JsonObject document, OpenAPIContract readable) {
  /** Behind the ID of an operation: the same, asked by HEAD. */
  static final String OF_HEAD = "-head";

  private static final String RESOURCE = "/api/openapi.json";
  private static final String JSON = "application/json";
  private static final List<String> UNREADABLE =
      List.of("text/event-stream", "application/openmetrics-text");

  static Future<Contract> load(Vertx vertx) {
    return vertx
        .executeBlocking(Contract::read)
        .compose(document -> OpenAPIContract.from(vertx, readable(document))
            .map(readable -> new Contract(document, readable)));
  }

  static JsonObject read() {
    try (InputStream stream = Contract.class.getResourceAsStream(RESOURCE)) {
      if (stream == null) {
        throw new IllegalStateException(RESOURCE + " is missing in the jar");
      }
      return new JsonObject(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  /**
   * The library knows a few media types only, and wants a handler for each security scheme: problems become plain JSON,
   * streams are left out, and who gets in is decided before the router. Each GET is answered to HEAD too.
   */
  static JsonObject readable(JsonObject document) {
    JsonObject copy = document.copy();
    copy.remove("security");
    simplify(copy);
    for (String path : copy.getJsonObject("paths").fieldNames()) {
      JsonObject methods = copy.getJsonObject("paths").getJsonObject(path);
      for (String method : List.copyOf(methods.fieldNames())) {
        methods.getJsonObject(method).remove("security");
      }
      Optional.ofNullable(methods.getJsonObject("get"))
          .ifPresent(get -> methods.put("head", ofHead(get)));
    }
    return copy;
  }

  private static JsonObject ofHead(JsonObject get) {
    return get.copy().put("operationId", get.getString("operationId") + OF_HEAD);
  }

  private static void simplify(Object part) {
    if (part instanceof JsonArray several) {
      several.forEach(Contract::simplify);
    }
    if (part instanceof JsonObject object) {
      object.fieldNames().forEach(name -> simplify(object.getValue(name)));
      if (object.getValue("content") instanceof JsonObject content) {
        UNREADABLE.forEach(content::remove);
        Optional.ofNullable(content.remove("application/problem+json"))
            .ifPresent(problem -> content.put(JSON, problem));
      }
    }
  }

  /** The operation that a request asks for; nothing if there is no such path or method. */
  Optional<Operation> operation(HttpMethod method, String path) {
    return at(path)
        .flatMap(found -> found.getOperations().stream()
            .filter(operation -> operation.getHttpMethod().equals(method))
            .findFirst());
  }

  /** The methods that {@code path} takes; none if there is no such path. */
  Set<String> methods(String path) {
    return at(path)
        .map(found -> found.getOperations().stream()
            .map(operation -> operation.getHttpMethod().name())
            .collect(Collectors.toCollection(TreeSet::new)))
        .orElseGet(TreeSet::new);
  }

  private Optional<Path> at(String path) {
    String[] asked = path.split("/", -1);
    return readable.getPaths().stream()
        .filter(candidate -> matches(candidate.getName().split("/", -1), asked))
        .findFirst();
  }

  private static boolean matches(String[] form, String[] asked) {
    int parts = asked.length > form.length && asked[asked.length - 1].isEmpty()
        ? asked.length - 1
        : asked.length; // the router does not mind a slash at the end
    if (parts != form.length) {
      return false;
    }
    for (int part = 0; part < parts; part++) {
      if (!form[part].startsWith("{") && !form[part].equals(asked[part])) {
        return false;
      }
    }
    return true;
  }

  /** Query parameters by operation. */
  Map<String, Set<String>> queries() {
    return readable.operations().stream()
        .collect(Collectors.toMap(
            Operation::getOperationId,
            operation -> queriesOf(operation).collect(Collectors.toCollection(TreeSet::new))));
  }

  private static Stream<String> queriesOf(Operation operation) {
    return operation.getParameters().stream()
        .filter(parameter -> parameter.getIn() == io.vertx.openapi.contract.Location.QUERY)
        .map(io.vertx.openapi.contract.Parameter::getName);
  }
}
