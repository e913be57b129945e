package io.reveille.demo;

import io.reveille.demo.ToyOptions.OnTerm;
import java.util.concurrent.CountDownLatch;

/** What SIGTERM does to a toy agent that runs in a process of its own. */
final class ToyTerm {
  private ToyTerm() {}

  static void obey(OnTerm choice) {
    if (!choice.obey()) {
      atShutdown(ToyTerm::stayForever);
    } else if (choice.code().isPresent()) {
      int code = choice.code().getAsInt();
      atShutdown(() -> Runtime.getRuntime().halt(code));
    }
  }

  private static void atShutdown(Runnable action) {
    Runtime.getRuntime().addShutdownHook(new Thread(action, "on-term"));
  }

  /** While a shutdown hook runs, so do all other threads: the agent goes on as if nothing had happened. */
  private static void stayForever() {
    CountDownLatch never = new CountDownLatch(1);
    while (true) {
      try {
        never.await();
      } catch (InterruptedException interrupted) {
        System.err.println("Interrupted, and still here.");
      }
    }
  }
}
