package io.reveille.proxy;

import static io.reveille.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.config.GatewayConfig;
import io.vertx.core.DeploymentOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class ConnectionsTest {
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final String GET = "GET /bots/lal/x HTTP/1.1\r\nHost: h\r\n\r\n";

  @Test
  void aConnectionToAnAgentThatNobodyUsesIsClosed() {
    Origin origin = new Origin((wire, self) -> {
      wire.message();
      wire.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
      self.requests.add("closed" + wire.rest());
    });
    try (World world = new World(World.TestSettings.patient(SHORT));
        origin) {
      world.awake(origin);
      try (Wire client = world.client()) {
        client.send(GET).message();
        world.eventually(() -> !origin.requests.isEmpty());
      }
    }
  }

  @Test
  void aQuietEventStreamOutlivesTheResponseTimeout() {
    GatewayConfig usual = World.TestSettings.config();
    Origin origin = new Origin((wire, self) -> {
      wire.message();
      wire.send(
          "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
      while (self.requests.isEmpty()) {
        Thread.onSpinWait();
      }
      wire.send("2\r\nhi\r\n");
      wire.rest();
    });
    try (World world = new World(World.TestSettings.config(usual.server(), usual.wake(), SHORT));
        origin;
        Wire client = world.awake(origin).client().send(GET)) {
      client.head();
      waitFor(world, SHORT.multipliedBy(3));
      origin.requests.add("speak");
      assertThat(client.read(7)).isEqualTo("2\r\nhi\r\n");
    }
  }

  @Test
  void severalInstancesShareOnePort() {
    try (World world = new World();
        Origin origin = Origin.sayingHello()) {
      world.awake(origin);
      List<ProxyVerticle> instances = new CopyOnWriteArrayList<>();
      await(world.vertx.deployVerticle(
          () -> {
            ProxyVerticle instance =
                new ProxyVerticle(world.routes, World.TestSettings::config, world.timers);
            instances.add(instance);
            return instance;
          },
          new DeploymentOptions().setInstances(3)));
      int port = instances.get(0).port();
      assertThat(instances).hasSize(3).allMatch(instance -> instance.port() == port);
      for (int i = 0; i < 4; i++) {
        try (Wire client = Wire.to(port)) {
          assertThat(client.send(GET).message()).startsWith("HTTP/1.1 200");
        }
      }
      world.quiet();
    }
  }

  private static void waitFor(World world, Duration time) {
    await(world.vertx.timer(time.toMillis()));
  }
}
