package io.reveille;

import static io.reveille.testing.Await.await;
import static io.reveille.testing.Await.until;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** Takes spans as a collector of OpenTelemetry does, in protobuf over HTTP. */
final class Collector implements AutoCloseable {
  private static final Duration LONG = Duration.ofSeconds(30);

  final List<Span> spans = new CopyOnWriteArrayList<>();
  private final Vertx vertx = Vertx.vertx();
  private final HttpServer server;

  Collector() {
    server = await(vertx
        .createHttpServer()
        .requestHandler(request -> request.body().onSuccess(body -> {
          take(body);
          request.response().putHeader("Content-Type", "application/x-protobuf").end();
        }))
        .listen(0, "127.0.0.1"));
  }

  private void take(Buffer body) {
    try {
      ExportTraceServiceRequest.parseFrom(body.getBytes())
          .getResourceSpansList()
          .forEach(resource ->
              resource.getScopeSpansList().forEach(scope -> spans.addAll(scope.getSpansList())));
    } catch (InvalidProtocolBufferException wrong) {
      throw new IllegalStateException(wrong);
    }
  }

  String url() {
    return "http://127.0.0.1:" + server.actualPort();
  }

  /** The one for which {@code wanted} holds, as soon as it is there. */
  Span span(String name, Predicate<Span> wanted) {
    until(
        () -> spans.stream().anyMatch(span -> span.getName().equals(name) && wanted.test(span)),
        LONG);
    return spans.stream()
        .filter(span -> span.getName().equals(name) && wanted.test(span))
        .findFirst()
        .orElseThrow();
  }

  static String value(Span span, String attribute) {
    return span.getAttributesList().stream()
        .filter(known -> known.getKey().equals(attribute))
        .map(known -> known.getValue().getStringValue())
        .findFirst()
        .orElse("");
  }

  static String hex(ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }

  @Override
  public void close() {
    await(vertx.close());
  }
}
