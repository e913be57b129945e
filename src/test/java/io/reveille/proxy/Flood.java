package io.reveille.proxy;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

/** One who sends messages as fast as they are taken, until nobody takes any more. */
final class Flood {
  static final int BLOCK = 65_536;
  private static final long MOST = 512L << 20;
  private static final int LOOKS = 200;

  private final AtomicLong sent = new AtomicLong();
  private long last;
  private int same;

  Flood(Wire wire) {
    byte[] message = WebSocketFrames.masked(true, WebSocketFrames.BINARY, new byte[BLOCK]);
    Thread sending = new Thread(
        () -> {
          try {
            while (sent.get() < MOST) {
              wire.out().write(message);
              sent.addAndGet(message.length);
            }
          } catch (IOException over) {
            // the test is over
          }
        },
        "flood");
    sending.setDaemon(true);
    sending.start();
  }

  long sent() {
    return sent.get();
  }

  /** Whether nothing has gone out for many looks. */
  boolean isStuck() {
    long now = sent.get();
    same = now > 0 && now == last ? same + 1 : 0;
    last = now;
    return same > LOOKS;
  }
}
