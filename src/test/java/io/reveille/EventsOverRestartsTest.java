package io.reveille;

import static io.reveille.testing.Await.await;
import static io.reveille.testing.Await.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.config.ConfigLoader;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole gateway, twice on the same database. */
class EventsOverRestartsTest {
  private static final Duration LONG = Duration.ofSeconds(40);
  private static final Pattern FRAME = Pattern.compile("id: (\\d+)\nevent: (\\S+)\n");

  @TempDir
  private Path folder;

  private final Vertx vertx = Vertx.vertx();
  private final List<Vertx> ofGateways = new ArrayList<>();
  private final HttpClient client = vertx.createHttpClient();
  private final Buffer stream = Buffer.buffer();

  @AfterEach
  void close() {
    ofGateways.forEach(one -> await(one.close(), LONG));
    await(vertx.close(), LONG);
  }

  @Test
  void aStreamGoesOnBehindTheLastEventThatItSawBeforeTheRestart() throws IOException {
    Gateway first = start();
    List<String> before = types(page(first, ""));
    assertThat(before).contains("reveille.runtime.connected", "reveille.gateway.started");
    String lastSeen = lastId(page(first, ""));
    await(first.stop(), LONG);

    Gateway second = start();
    follow(second, lastSeen);
    until(() -> streamed(2).contains("reveille.gateway.started"), LONG);

    assertThat(streamed(2))
        .containsExactly(
            "reveille.gateway.stopping", "reveille.runtime.connected", "reveille.gateway.started");
    JsonObject all = page(second, "");
    assertThat(types(all))
        .startsWith(before.toArray(String[]::new))
        .endsWith(streamed(2).toArray(String[]::new));
    assertThat(ids(all)).isSorted().doesNotHaveDuplicates().endsWith(streamedIds());
    assertThat(types(page(second, "?limit=1&cursor=" + lastSeen)))
        .containsExactly("reveille.gateway.stopping");
    await(second.stop(), LONG);
  }

  private Gateway start() throws IOException {
    Path file = folder.resolve("reveille.json");
    Files.writeString(file, """
        {
          "version": 1,
          "runtime": "process",
          "server": { "host": "127.0.0.1", "port": 0 },
          "admin": { "host": "127.0.0.1", "port": 0 },
          "proxy": { "drainTimeout": "1s" },
          "storage": { "url": "jdbc:sqlite:%s" }
        }
        """.formatted(folder.resolve("reveille.db")));
    ConfigLoader loader = new ConfigLoader(Map.of());
    LiveConfig config = new LiveConfig(loader, loader.read(Optional.of(file), Map.of()), Map.of());
    Vertx own = Vertx.vertx();
    ofGateways.add(own);
    Gateway gateway = await(Gateway.start(own, config), LONG);
    await(gateway.serving(), LONG);
    return gateway;
  }

  private void follow(Gateway gateway, String lastSeen) {
    await(client
        .request(HttpMethod.GET, gateway.adminPort(), "127.0.0.1", "/api/v1/events")
        .compose(request -> request.putHeader("Last-Event-ID", lastSeen).send())
        .map(response -> response.handler(this::add)));
  }

  private void add(Buffer more) {
    synchronized (stream) {
      stream.appendBuffer(more);
    }
  }

  private List<String> streamed(int group) {
    synchronized (stream) {
      return FRAME
          .matcher(stream.toString())
          .results()
          .map(frame -> frame.group(group))
          .toList();
    }
  }

  private Long[] streamedIds() {
    return streamed(1).stream().map(Long::valueOf).toArray(Long[]::new);
  }

  private JsonObject page(Gateway gateway, String query) {
    return await(client
            .request(HttpMethod.GET, gateway.adminPort(), "127.0.0.1", "/api/v1/events" + query)
            // the answer is asked for its body on the event loop, at once: what comes before is
            // lost
            .compose(request -> request
                .putHeader("Accept", "application/json")
                .send()
                .compose(response -> response.body())))
        .toJsonObject();
  }

  private static List<String> types(JsonObject page) {
    return page.getJsonArray("items").stream()
        .map(item -> ((JsonObject) item).getString("type"))
        .toList();
  }

  private static List<Long> ids(JsonObject page) {
    return page.getJsonArray("items").stream()
        .map(item -> Long.valueOf(((JsonObject) item).getString("id")))
        .toList();
  }

  private static String lastId(JsonObject page) {
    List<Long> ids = ids(page);
    return String.valueOf(ids.get(ids.size() - 1));
  }
}
