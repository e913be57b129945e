package io.reveille.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports for somebody who has to be told one before he listens. None is given out twice, and none is among those that the
 * kernel takes for outgoing connections: between the question and the use it would be gone.
 */
public final class FreePort {
  private static final int FIRST = 20_000;
  private static final int COUNT = 12_000;
  private static final AtomicInteger NEXT =
      new AtomicInteger(ThreadLocalRandom.current().nextInt(COUNT));

  private FreePort() {}

  public static int next() {
    int port = FIRST + NEXT.getAndIncrement() % COUNT;
    while (!isFree(port)) {
      port = FIRST + NEXT.getAndIncrement() % COUNT;
    }
    return port;
  }

  private static boolean isFree(int port) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}
