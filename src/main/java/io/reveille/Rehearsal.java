package io.reveille;

import io.reveille.config.ConfigLoader;
import io.reveille.config.LoadedConfig;
import io.reveille.demo.ToyHouse;
import io.reveille.demo.ToyProcesses;
import io.reveille.runtime.DockerRuntime;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A short life: start, a wake, some requests, the end. What is loaded meanwhile is what the archive of classes holds that
 * the image starts from.
 */
final class Rehearsal {
  private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);
  private static final Map<String, String> FREE_PORTS =
      Map.of("server.port", "0", "admin.port", "0", "admin.host", "127.0.0.1");
  private static final List<String> ADMIN_PAGES =
      List.of("/readyz", "/livez", "/", "/api/v1/agents", "/api/v1/history");

  private final ConfigLoader loader;
  private final ToyHouse house = new ToyProcesses(Duration.ZERO);
  private final AtomicBoolean failed = new AtomicBoolean();

  Rehearsal(ConfigLoader loader) {
    this.loader = loader;
  }

  /** Returns the exit code. */
  int run() {
    LoadedConfig config = loader.read(Optional.of(house.configuration()), FREE_PORTS);
    Service service = new Service(new LiveConfig(loader, config, FREE_PORTS));
    int code = service.run(
        gateway -> new Thread(() -> visit(gateway, service), "reveille-rehearsal").start(),
        house::close);
    return failed.get() ? 1 : code;
  }

  private void visit(Gateway gateway, Service service) {
    try {
      HttpClient client =
          HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
      String bot = "http://127.0.0.1:" + gateway.port() + "/bots/quick/hello";
      ask(client, bot);
      ask(client, bot);
      for (String page : ADMIN_PAGES) {
        ask(client, "http://127.0.0.1:" + gateway.adminPort() + page);
      }
    } catch (IOException fault) {
      LOG.error("The rehearsal has failed: {}", fault.toString());
      failed.set(true);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    missAnEngine().onComplete(missed -> service.end());
  }

  private static void ask(HttpClient client, String url) throws IOException, InterruptedException {
    int status = client
        .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.discarding())
        .statusCode();
    if (status >= 400) {
      throw new IOException(url + " answers " + status);
    }
  }

  /** There is no engine where this looks, but to miss it takes nearly the same classes. */
  private Future<Void> missAnEngine() {
    LoadedConfig config = loader.read(
        Optional.of(house.configuration()), Map.of("docker.endpoint", "unix:///nowhere.sock"));
    Vertx vertx = Vertx.vertx();
    DockerRuntime docker = new DockerRuntime(vertx, config::config, new VertxTimers(vertx));
    return docker.list().transform(missed -> docker.close()).transform(closed -> vertx.close());
  }
}
