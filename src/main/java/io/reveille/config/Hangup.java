package io.reveille.config;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The signal SIGHUP. Java has no public way to it, and javac warns about {@code sun.misc.Signal}
 * beyond any suppression, which our build takes for an error; so its three methods are found by name.
 * Where that fails the file is still watched.
 */
final class Hangup implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Hangup.class);

  private final @Nullable Object before;

  private Hangup(@Nullable Object before) {
    this.before = before;
  }

  static Hangup on(Runnable action) {
    try {
      Class<?> type = Class.forName("sun.misc.SignalHandler");
      Object handler = Proxy.newProxyInstance(
          Hangup.class.getClassLoader(),
          new Class<?>[] {type},
          (proxy, method, arguments) -> answer(action, proxy, method, arguments));
      return new Hangup(handle(handler));
    } catch (ReflectiveOperationException | IllegalArgumentException none) {
      LOG.warn("SIGHUP cannot be caught here: {}", none.toString());
      return new Hangup(null);
    }
  }

  private static @Nullable Object answer(
      Runnable action, Object proxy, Method method, Object @Nullable [] arguments) {
    return switch (method.getName()) {
      case "handle" -> {
        action.run();
        yield null;
      }
      case "equals" -> arguments != null && proxy == arguments[0];
      case "hashCode" -> System.identityHashCode(proxy);
      default -> "hangup";
    };
  }

  /** Returns the handler that was there before. */
  private static @Nullable Object handle(Object handler) throws ReflectiveOperationException {
    Class<?> signal = Class.forName("sun.misc.Signal");
    Object hangup = signal.getConstructor(String.class).newInstance("HUP");
    return signal
        .getMethod("handle", signal, Class.forName("sun.misc.SignalHandler"))
        .invoke(null, hangup, handler);
  }

  @Override
  public void close() {
    if (before == null) {
      return;
    }
    try {
      handle(before);
    } catch (ReflectiveOperationException fault) {
      LOG.warn("the handler of SIGHUP could not be put back: {}", fault.toString());
    }
  }
}
