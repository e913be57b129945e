package io.reveille.config;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A signal of the operating system. Java has no public way to it, and javac warns about {@code sun.misc.Signal}
 * beyond any suppression, which our build takes for an error; so its three methods are found by name.
 * Where that fails a signal does what it does to any Java process.
 */
public final class OsSignal implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OsSignal.class);

  private final String name;
  private final @Nullable Object before;

  private OsSignal(String name, @Nullable Object before) {
    this.name = name;
    this.before = before;
  }

  /**
   * Runs {@code action} at each such signal, on a thread of its own.
   *
   * @param name without SIG, for example {@code HUP}
   */
  public static OsSignal on(String name, Runnable action) {
    try {
      Class<?> type = Class.forName("sun.misc.SignalHandler");
      Object handler = Proxy.newProxyInstance(
          OsSignal.class.getClassLoader(),
          new Class<?>[] {type},
          (proxy, method, arguments) -> answer(action, proxy, method, arguments));
      return new OsSignal(name, handle(name, handler));
    } catch (ReflectiveOperationException | IllegalArgumentException none) {
      LOG.warn("SIG{} cannot be caught here: {}", name, none.toString());
      return new OsSignal(name, null);
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
      default -> "signal";
    };
  }

  /** Returns the handler that was there before. */
  private static @Nullable Object handle(String name, Object handler)
      throws ReflectiveOperationException {
    Class<?> signal = Class.forName("sun.misc.Signal");
    Object caught = signal.getConstructor(String.class).newInstance(name);
    return signal
        .getMethod("handle", signal, Class.forName("sun.misc.SignalHandler"))
        .invoke(null, caught, handler);
  }

  @Override
  public void close() {
    if (before == null) {
      return;
    }
    try {
      handle(name, before);
    } catch (ReflectiveOperationException fault) {
      LOG.warn("The handler of SIG{} could not be put back: {}", name, fault.toString());
    }
  }
}
