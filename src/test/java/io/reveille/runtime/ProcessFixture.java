package io.reveille.runtime;

import static io.reveille.testing.Await.await;

import io.reveille.VertxTimers;
import io.reveille.config.GatewayConfig;
import io.reveille.config.GatewayConfig.Resolved;
import io.reveille.config.Secret;
import io.reveille.core.AgentRuntime.Listener;
import io.reveille.core.AgentRuntime.Outcome;
import io.reveille.core.AgentSettings;
import io.reveille.core.AgentSettings.Address;
import io.reveille.core.AgentSettings.Command;
import io.reveille.core.BotId;
import io.reveille.core.Operation;
import io.reveille.core.Sighting;
import io.reveille.testing.Configurations;
import io.reveille.testing.Settings;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;

/** Real processes for a test: what is configured, the runtimes on it, and what they told. */
final class ProcessFixture implements Listener, GatewayConfig.Agents, AutoCloseable {
  static final BotId LAL = new BotId("lal");

  final List<Sighting> seen = new CopyOnWriteArrayList<>();
  final List<String> misconfigured = new CopyOnWriteArrayList<>();
  final ProcessTable table = new ProcessTable();
  final Path stateFile;
  private final Vertx vertx = Vertx.vertx();
  private final Map<BotId, AgentSettings> agents = new LinkedHashMap<>();
  private final List<ProcessRuntime> runtimes = new ArrayList<>();

  ProcessFixture(Path folder) {
    this.stateFile = folder.resolve("state").resolve("processes.json");
  }

  /** Whoever the test has not stopped is killed at its end, stop timeout or not. */
  @Override
  public void close() {
    agents.replaceAll((agent, is) -> with(is, is.address(), Duration.ofMillis(1), is.command()));
    runtimes.forEach(runtime -> await(runtime.close()));
    await(vertx.close());
  }

  /** A runtime that watches, as after a start of Reveille. */
  ProcessRuntime runtime() {
    ProcessRuntime runtime =
        new ProcessRuntime(vertx, this::config, new VertxTimers(vertx), stateFile);
    runtimes.add(runtime);
    await(runtime.watch(this));
    return runtime;
  }

  void shell(BotId agent, Duration stopTimeout, String script) {
    configure(
        agent, stopTimeout, new Command(List.of("sh", "-c", script), Optional.empty(), Map.of()));
  }

  void shell(String script) {
    shell(LAL, Duration.ofSeconds(4), script);
  }

  void configure(BotId agent, Duration stopTimeout, Command command) {
    Address address = new Address(Optional.of(18999), false, Optional.empty());
    agents.put(agent, with(Settings.defaults(), address, stopTimeout, command));
  }

  void configureWithoutPort(BotId agent, Command command) {
    Address address = new Address(Optional.empty(), false, Optional.empty());
    agents.put(agent, with(Settings.defaults(), address, Duration.ofSeconds(4), command));
  }

  static Outcome perform(ProcessRuntime runtime, Operation operation) {
    return await(runtime.inspect(LAL).compose(is -> runtime.perform(operation, is)));
  }

  /** Starts LAL and waits until its output holds {@code word}. */
  Sighting startUntil(ProcessRuntime runtime, String word) {
    Outcome started = perform(runtime, Operation.START);
    if (!started.problem().isEmpty()) {
      throw new AssertionError(started.problem());
    }
    await(until(() -> output().contains(word)));
    return started.sighting();
  }

  String output() throws java.io.IOException {
    return java.nio.file.Files.readString(stateFile.resolveSibling(LAL + ".log"));
  }

  static ProcessHandle handle(Sighting sighting) {
    return ProcessHandle.of(Long.parseLong(sighting.instance().id())).orElseThrow();
  }

  /** Completes when {@code condition} holds: looked at every 5 ms. */
  Future<Void> until(Callable<Boolean> condition) {
    Promise<Void> holds = Promise.promise();
    long timer = vertx.setPeriodic(
        5,
        tick -> vertx
            .executeBlocking(condition, false)
            .onSuccess(is -> {
              if (is) {
                holds.tryComplete();
              }
            })
            .onFailure(holds::tryFail));
    return holds.future().onComplete(done -> vertx.cancelTimer(timer));
  }

  @Override
  public void seen(Sighting sighting) {
    seen.add(sighting);
  }

  @Override
  public void connected() {}

  @Override
  public void disconnected(String reason) {}

  @Override
  public void misconfigured(String container, String text) {
    misconfigured.add(text);
  }

  @Override
  public List<BotId> configured() {
    return List.copyOf(agents.keySet());
  }

  @Override
  public Resolved settings(BotId agent, Map<String, String> labels) {
    return new Resolved(agents.getOrDefault(agent, Settings.defaults()), List.of());
  }

  @Override
  public Optional<BotId> ofContainer(String name, String id) {
    return Optional.empty();
  }

  private static AgentSettings with(
      AgentSettings base, Address address, Duration stopTimeout, Command command) {
    return new AgentSettings(
        base.name(),
        base.aliases(),
        base.container(),
        address,
        base.idleTimeout(),
        base.idleAction(),
        base.stopAfter(),
        stopTimeout,
        base.restarts(),
        base.ready(),
        base.busy(),
        base.awakeHours(),
        base.dependsOn(),
        base.holdTimeout(),
        base.ignore(),
        base.chatChannel(),
        command);
  }

  private GatewayConfig config() {
    Duration second = Duration.ofSeconds(1);
    return new GatewayConfig(
        new GatewayConfig.Server("127.0.0.1", 0, "/bots", "", Secret.NONE),
        new GatewayConfig.Admin("127.0.0.1", 0, Secret.NONE),
        GatewayConfig.RuntimeKind.PROCESS,
        new GatewayConfig.Docker("", 8, 0),
        new GatewayConfig.Wake(1024, 10_000, false),
        new GatewayConfig.Proxy(second, second, second, 32_768, 8_192, second, second),
        new GatewayConfig.Storage("", second),
        this,
        Configurations.NO_CHAT,
        Configurations.NO_ALERTS);
  }
}
