package io.reveille.runtime;

import io.reveille.config.GatewayConfig;
import io.reveille.core.AgentRuntime;
import io.reveille.core.BotId;
import io.reveille.core.LogLine;
import io.reveille.core.Operation;
import io.reveille.core.Sighting;
import io.reveille.core.Subscription;
import io.reveille.core.Timers;
import io.reveille.runtime.DockerFault.Kind;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Agents that live in Docker containers. All its books are kept on one context, that of whoever asks first: a wake then
 * changes threads for the call itself only.
 */
public final class DockerRuntime implements AgentRuntime {
  /** Docker puts it into every container. No setting: it says where this process is, not how it should behave. */
  private static final Path CONTAINER_MARK = Path.of("/.dockerenv");

  private final Vertx vertx;
  private final Timers timers;
  private final Supplier<GatewayConfig> config;
  private final DockerApi api;
  private final Desk desk;
  private final StockTaking stock;
  private final DockerOperations operations;
  private final Set<DockerEvents> watched = new HashSet<>();
  private volatile @Nullable Context context;

  public DockerRuntime(Vertx vertx, Supplier<GatewayConfig> config, Timers timers) {
    this.vertx = vertx;
    this.timers = timers;
    this.config = config;
    this.api = new DockerApi(vertx, config, timers);
    this.desk = new Desk(api, config, new Addresses(Files.exists(CONTAINER_MARK)), timers);
    this.stock = new StockTaking(desk, config, timers);
    this.operations = new DockerOperations(desk, timers);
  }

  @Override
  public String name() {
    return "docker";
  }

  @Override
  public Future<Subscription> watch(Listener listener) {
    return onContext(() -> {
      desk.complainTo(listener);
      ContainerWatch containers = new ContainerWatch(desk, config, timers, listener);
      DockerEvents events =
          new DockerEvents(context(), api, timers, new RightsWatch(api, containers));
      watched.add(events);
      events.open();
      return Future.succeededFuture(() -> onContext(() -> {
        watched.remove(events);
        return events.close();
      }));
    });
  }

  @Override
  public Future<List<Sighting>> list() {
    return onContext(stock::list);
  }

  @Override
  public Future<Sighting> inspect(BotId agent) {
    return onContext(() -> {
      Optional<ContainerFacts> known = desk.roster().elect(agent);
      return known.isEmpty() ? fromList(agent) : look(agent, known.get().id());
    });
  }

  @Override
  public Future<Outcome> perform(Operation operation, Sighting target) {
    return onContext(() -> operations.perform(operation, target));
  }

  @Override
  public Future<List<LogLine>> logs(BotId agent, int tail) {
    return onContext(() -> desk.roster()
        .elect(agent)
        .map(container -> api.logs(container.id(), tail).recover(DockerRuntime::emptyIfGone))
        .orElseGet(() -> Future.succeededFuture(List.of())));
  }

  @Override
  public Future<Optional<Long>> memory(Sighting target) {
    return onContext(() -> api.memory(target.instance().id()));
  }

  @Override
  public Future<Void> close() {
    return onContext(() -> {
      Future<Void> closed = Future.succeededFuture();
      for (DockerEvents events : watched) {
        Future<Void> ended = events.close();
        closed = closed.eventually(() -> ended);
      }
      watched.clear();
      return closed.eventually(api.line()::close);
    });
  }

  private static Future<List<LogLine>> emptyIfGone(Throwable cause) {
    return isGone(cause) ? Future.succeededFuture(List.of()) : Future.failedFuture(cause);
  }

  private static boolean isGone(Throwable cause) {
    return cause instanceof DockerFault fault && fault.kind() == Kind.NO_SUCH_CONTAINER;
  }

  private Future<Sighting> look(BotId agent, String container) {
    return api.inspect(container)
        .compose(facts -> {
          desk.note(facts);
          boolean stillIt = desk.roster()
              .elect(agent)
              .filter(stands -> stands.id().equals(container))
              .isPresent();
          return stillIt
              ? Future.succeededFuture(desk.sightings().of(agent, facts))
              : fromList(agent);
        })
        .recover(cause -> {
          if (isGone(cause)) {
            desk.bury(container);
          }
          return isGone(cause) ? fromList(agent) : Future.failedFuture(cause);
        });
  }

  /** Another container may have taken the agent's place. */
  private Future<Sighting> fromList(BotId agent) {
    long asked = timers.nanos();
    return stock
        .list()
        .map(all -> all.stream()
            .filter(sighting -> sighting.id().equals(agent))
            .findFirst()
            .orElseGet(() -> desk.sightings().missing(agent, asked)));
  }

  private <T> Future<T> onContext(Supplier<Future<T>> work) {
    Context home = context();
    if (Vertx.currentContext() == home) {
      return Future.succeededFuture().compose(begin -> work.get());
    }
    Promise<T> answer = Promise.promise();
    home.runOnContext(
        now -> Future.succeededFuture().compose(begin -> work.get()).onComplete(answer));
    return answer.future();
  }

  private Context context() {
    Context known = context;
    return known == null ? firstContext() : known;
  }

  private synchronized Context firstContext() {
    Context first = context == null ? vertx.getOrCreateContext() : context;
    context = first;
    return first;
  }
}
