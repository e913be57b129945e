package io.reveille.runtime;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** One blocking call that can be given up: never begun if it is still queued, interrupted if it runs. */
final class BlockingCall<T> implements Callable<T> {
  private final Callable<T> work;
  private @Nullable Thread runner;
  private boolean givenUp;

  BlockingCall(Callable<T> work) {
    this.work = work;
  }

  @Override
  public T call() throws Exception {
    begin();
    try {
      return work.call();
    } finally {
      end();
    }
  }

  /** Interrupting closes the channel of a unix socket, which is the only limit there: docker-java has none. */
  synchronized void giveUp() {
    givenUp = true;
    if (runner != null) {
      runner.interrupt();
    }
  }

  private synchronized void begin() throws DockerFault {
    if (givenUp) {
      throw new DockerFault(DockerFault.Kind.TIMED_OUT, "given up before it was sent");
    }
    runner = Thread.currentThread();
  }

  private synchronized void end() {
    runner = null;
    // the thread goes back to its pool: an interrupt that came too late must not meet the next call
    Thread.interrupted();
  }
}
