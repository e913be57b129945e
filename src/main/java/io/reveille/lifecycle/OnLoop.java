package io.reveille.lifecycle;

import io.reveille.core.AgentRuntime;
import io.reveille.core.BotId;
import io.reveille.core.LogLine;
import io.reveille.core.Operation;
import io.reveille.core.Sighting;
import io.reveille.core.Subscription;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;

/** A runtime whose answers and events all come on one event loop, whatever thread the adapter works on. */
final class OnLoop implements AgentRuntime {
  private final AgentRuntime runtime;
  private final Context loop;

  OnLoop(AgentRuntime runtime, Context loop) {
    this.runtime = runtime;
    this.loop = loop;
  }

  @Override
  public String name() {
    return runtime.name();
  }

  @Override
  public Future<Subscription> watch(Listener listener) {
    return onLoop(runtime.watch(new Listener() {
      @Override
      public void seen(Sighting sighting) {
        loop.runOnContext(now -> listener.seen(sighting));
      }

      @Override
      public void connected() {
        loop.runOnContext(now -> listener.connected());
      }

      @Override
      public void disconnected(String reason) {
        loop.runOnContext(now -> listener.disconnected(reason));
      }

      @Override
      public void misconfigured(String container, String text) {
        loop.runOnContext(now -> listener.misconfigured(container, text));
      }
    }));
  }

  @Override
  public Future<List<Sighting>> list() {
    return onLoop(runtime.list());
  }

  @Override
  public Future<Sighting> inspect(BotId agent) {
    return onLoop(runtime.inspect(agent));
  }

  @Override
  public Future<Outcome> perform(Operation operation, Sighting target) {
    return onLoop(runtime.perform(operation, target));
  }

  @Override
  public Future<Optional<Long>> memory(Sighting target) {
    return onLoop(runtime.memory(target));
  }

  @Override
  public Future<List<LogLine>> logs(BotId agent, int tail) {
    return onLoop(runtime.logs(agent, tail));
  }

  @Override
  public Future<Void> close() {
    return onLoop(runtime.close());
  }

  private <T> Future<T> onLoop(Future<T> answer) {
    Promise<T> promise = Promise.promise();
    answer.onComplete(done -> {
      if (Vertx.currentContext() == loop) {
        promise.handle(done);
      } else {
        loop.runOnContext(now -> promise.handle(done));
      }
    });
    return promise.future();
  }
}
