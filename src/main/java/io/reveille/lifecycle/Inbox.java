package io.reveille.lifecycle;

import java.util.ArrayDeque;
import java.util.Queue;

/** One thing after the other: what a piece of work causes waits until that piece is done. */
final class Inbox {
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private boolean working;

  /** At once, or behind what is going on. */
  void run(Runnable work) {
    waiting.add(work);
    if (!working) {
      workOff();
    }
  }

  private void workOff() {
    working = true;
    try {
      for (Runnable next = waiting.poll(); next != null; next = waiting.poll()) {
        next.run();
      }
    } finally {
      working = false;
    }
  }
}
