package io.reveille.config;

import io.reveille.config.GatewayConfig.Admin;
import io.reveille.config.GatewayConfig.Agents;
import io.reveille.config.GatewayConfig.Alerts;
import io.reveille.config.GatewayConfig.Chat;
import io.reveille.config.GatewayConfig.Connections;
import io.reveille.config.GatewayConfig.Docker;
import io.reveille.config.GatewayConfig.InFlight;
import io.reveille.config.GatewayConfig.Proxy;
import io.reveille.config.GatewayConfig.Server;
import io.reveille.config.GatewayConfig.Storage;
import io.reveille.config.GatewayConfig.Wake;

/** Makes the records of {@link GatewayConfig} from checked values. */
final class Assembly {
  private static final int STARTS_PER_CORE = 4;

  private final Layers layers;
  private final ReadFiles content;

  Assembly(Layers layers, ReadFiles content) {
    this.layers = layers;
    this.content = content;
  }

  GatewayConfig config(String endpoint, Agents agents, Alerts alerts) {
    return new GatewayConfig(
        new Server(
            layers.of(Keys.SERVER_HOST),
            layers.of(Keys.SERVER_PORT),
            layers.of(Keys.ROUTE_PREFIX),
            layers.of(Keys.HOST_SUFFIX),
            layers.of(Keys.SERVER_TOKEN),
            content.tls(),
            new Connections(
                layers.of(Keys.MAX_CONNECTIONS), layers.of(Keys.MAX_CONNECTIONS_PER_ADDRESS))),
        new Admin(
            layers.of(Keys.ADMIN_HOST),
            layers.of(Keys.ADMIN_PORT),
            layers.of(Keys.ADMIN_TOKEN),
            layers.of(Keys.ADMIN_READ_TOKEN)),
        layers.of(Keys.RUNTIME),
        new Docker(endpoint, maxConcurrentStarts(), layers.of(Keys.MAX_RUNNING)),
        new Wake(
            layers.of(Keys.MAX_HELD_PER_AGENT),
            layers.of(Keys.MAX_HELD),
            layers.of(Keys.KEEP_AWAKE_BY_OPEN_STREAMS),
            content.waitingPage()),
        proxy(),
        new Storage(layers.of(Keys.STORAGE), layers.of(Keys.KEEP_HISTORY)),
        agents,
        chat(),
        new Alerts(alerts.targets(), alerts.rules(), layers.of(Keys.LOG_LINES)));
  }

  private int maxConcurrentStarts() {
    int configured = layers.of(Keys.MAX_CONCURRENT_STARTS);
    return configured > 0
        ? configured
        : STARTS_PER_CORE * Runtime.getRuntime().availableProcessors();
  }

  private Proxy proxy() {
    return new Proxy(
        layers.of(Keys.CONNECT_TIMEOUT),
        layers.of(Keys.RESPONSE_TIMEOUT),
        layers.of(Keys.IDLE_CONNECTION_TIMEOUT),
        layers.of(Keys.MAX_HEADER_SIZE),
        layers.of(Keys.MAX_URL_LENGTH),
        layers.of(Keys.REQUEST_HEAD_TIMEOUT),
        layers.of(Keys.DRAIN_TIMEOUT),
        new InFlight(layers.of(Keys.MAX_IN_FLIGHT), layers.of(Keys.MAX_IN_FLIGHT_PER_AGENT)),
        layers.of(Keys.TRUSTED_PROXIES));
  }

  private Chat chat() {
    return new Chat(
        new Chat.Waking(
            layers.of(Keys.TYPING_AFTER), layers.of(Keys.POST_AFTER), layers.of(Keys.ON_READY)),
        new Chat.Mattermost(layers.of(Keys.MATTERMOST_URL), layers.of(Keys.MATTERMOST_TOKEN)),
        new Chat.Slack(layers.of(Keys.SLACK_TOKEN)));
  }
}
