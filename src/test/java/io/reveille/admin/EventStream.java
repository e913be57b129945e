package io.reveille.admin;

import static io.reveille.testing.Await.await;

import io.reveille.testing.AdminServer;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import java.util.Map;
import java.util.Optional;

/** One who follows the events, and remembers the text that came. */
final class EventStream {
  private final StringBuilder text = new StringBuilder();
  private final Promise<Void> ended = Promise.promise();
  private final HttpClientResponse response;

  /** Vert.x closes the connections of a client that nobody holds. */
  private final HttpClient client;

  private Optional<Wanted> wanted = Optional.empty();

  private record Wanted(String part, Promise<String> found) {}

  EventStream(AdminServer server, Optional<String> lastEventId) {
    this(server, lastEventId.map(id -> Map.of("Last-Event-ID", id)).orElseGet(Map::of));
  }

  EventStream(AdminServer server, Map<String, String> headers) {
    this.client = server.vertx().createHttpClient();
    this.response = await(client
        .request(HttpMethod.GET, server.port(), "127.0.0.1", "/api/v1/events")
        .compose(request -> {
          headers.forEach(request::putHeader);
          return request.send();
        })
        .map(head -> head.handler(this::add)
            .exceptionHandler(fault -> ended.tryComplete())
            .endHandler(end -> ended.tryComplete())));
  }

  HttpClientResponse response() {
    return response;
  }

  void readNothing() {
    response.pause();
  }

  void readOn() {
    response.resume();
  }

  /** All that came since the last time, as soon as {@code part} is in it. */
  String until(String part) {
    Promise<String> found = Promise.promise();
    synchronized (text) {
      wanted = Optional.of(new Wanted(part, found));
      look(0);
    }
    return await(found.future());
  }

  void untilTheEnd() {
    await(ended.future());
  }

  void close() {
    await(client.close());
  }

  private void add(Buffer more) {
    synchronized (text) {
      int before = text.length();
      text.append(more);
      look(before);
    }
  }

  /** What lies before {@code news} has been looked through. */
  private void look(int news) {
    if (wanted.isPresent()
        && text.indexOf(wanted.get().part(), news - wanted.get().part().length()) >= 0) {
      wanted.get().found().complete(text.toString());
      wanted = Optional.empty();
      text.setLength(0);
    }
  }
}
