package io.reveille.testing;

import io.reveille.core.Timers;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/**
 * As much of Vert.x as a circuit breaker needs, on a clock of the test's own and without a thread: so it is the real
 * circuit breaker that a simulation walks through, and each walk is the same every time. Whatever else is asked of it
 * fails.
 */
public final class VirtualVertx {
  private VirtualVertx() {}

  /** Time is that of {@code timers}; what shall run behind the present work is given to {@code loop}. */
  public static Vertx on(Timers timers, Executor loop) {
    AtomicLong ids = new AtomicLong();
    ContextInternal context =
        proxy(ContextInternal.class, (self, method, arguments) -> switch (method.getName()) {
          case "promise" -> Promise.promise();
          case "runOnContext" -> {
            Handler<Object> work = handler(arguments[0]);
            loop.execute(() -> work.handle(null));
            yield null;
          }
          default -> throw new UnsupportedOperationException(method.toString());
        });
    return proxy(VertxInternal.class, (self, method, arguments) -> switch (method.getName()) {
      case "getOrCreateContext" -> context;
      case "setTimer" -> {
        Handler<Object> action = handler(arguments[1]);
        long id = ids.incrementAndGet();
        timers.after(Duration.ofMillis((Long) arguments[0]), () -> action.handle(id));
        yield id;
      }
      default -> throw new UnsupportedOperationException(method.toString());
    });
  }

  @SuppressWarnings("unchecked") // the signature of the method says so
  private static Handler<Object> handler(Object argument) {
    return (Handler<Object>) argument;
  }

  private static <T> T proxy(Class<T> type, InvocationHandler answers) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, answers));
  }
}
