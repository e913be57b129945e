package io.reveille.testing;

import org.jspecify.annotations.Nullable;

/** Closes what a test has opened, as far as it came: a test that is skipped may have opened nothing. */
public final class TidyUp {
  private TidyUp() {}

  /** All of them, in this order; the first that fails is reported at the end. */
  public static void close(@Nullable AutoCloseable... opened) throws Exception {
    Exception first = null;
    for (AutoCloseable one : opened) {
      try {
        if (one != null) {
          one.close();
        }
      } catch (Exception fault) {
        if (first == null) {
          first = fault;
        } else {
          first.addSuppressed(fault);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
