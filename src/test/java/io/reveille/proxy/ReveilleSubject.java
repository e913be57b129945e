package io.reveille.proxy;

import io.reveille.config.GatewayConfig;
import io.reveille.config.Networks;
import io.reveille.core.Agent;
import io.reveille.proxy.conformance.Subject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reveille's data plane with one agent that is awake. */
public final class ReveilleSubject implements Subject {
  private final GatewayConfig config;
  private final World world;

  public ReveilleSubject(int agentPort, Duration responseTimeout) {
    GatewayConfig usual = World.TestSettings.config();
    config = World.TestSettings.config(usual.server(), usual.wake(), responseTimeout);
    world = new World(config);
    world.routes.install(world.view(Agent.State.RUNNING, Optional.of(agentPort), 0));
  }

  @Override
  public int port() {
    return world.port();
  }

  @Override
  public String badGateway() {
    return "agent-unreachable";
  }

  @Override
  public void quiet() {
    world.quiet();
  }

  @Override
  public void trust(List<String> networks) {
    GatewayConfig.Proxy usual = config.proxy();
    GatewayConfig.Proxy proxy = new GatewayConfig.Proxy(
        usual.connectTimeout(),
        usual.responseTimeout(),
        usual.idleConnectionTimeout(),
        usual.maxHeaderSize(),
        usual.maxUrlLength(),
        usual.requestHeadTimeout(),
        usual.drainTimeout(),
        usual.inFlight(),
        Networks.of(networks));
    world.configure(new GatewayConfig(
        config.server(),
        config.admin(),
        config.runtime(),
        config.docker(),
        config.wake(),
        proxy,
        config.storage(),
        config.agents(),
        config.chat(),
        config.alerts()));
  }

  @Override
  public void close() {
    world.close();
  }
}
