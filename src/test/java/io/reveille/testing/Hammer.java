package io.reveille.testing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Clients that send to agents with random gaps, and send again when Reveille is not there. */
public final class Hammer implements AutoCloseable {
  private final int port;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpClient client = HttpClient.newBuilder()
      .version(HttpClient.Version.HTTP_1_1)
      .connectTimeout(Duration.ofSeconds(2))
      .build();
  private final List<String> wrong = new CopyOnWriteArrayList<>();
  private final Map<String, AtomicLong> answered = new ConcurrentHashMap<>();
  private final AtomicInteger underWay = new AtomicInteger();
  private volatile Phase phase = Phase.GOING;

  private enum Phase {
    GOING,
    RESTING,
    OVER
  }

  public Hammer(int port) {
    this.port = port;
  }

  /** Each waits up to {@code gap} between an answer and its next request. */
  public void clients(int count, String bot, Duration gap) {
    answered.put(bot, new AtomicLong());
    for (int number = 0; number < count; number++) {
      threads.execute(() -> send(bot, gap));
    }
  }

  /** Returns when no request is under way, and none begins. */
  public void rest() {
    phase = Phase.RESTING;
    Eventually.holds("no request is under way", Duration.ofSeconds(40), () -> underWay.get() == 0);
  }

  public void goOn() {
    phase = Phase.GOING;
  }

  /** Returns when each of {@code bots} agents has answered anew. */
  public void awaitAnswers(int bots, Duration patience) {
    answered.values().forEach(count -> count.set(0));
    Eventually.holds(
        "each agent answers: " + answered + " " + wrong,
        patience,
        () -> answered.values().stream().filter(count -> count.get() > 0).count() == bots);
  }

  public void finish() {
    rest();
    phase = Phase.OVER;
  }

  /** What was answered other than with 200 by the agent itself. */
  public List<String> wrong() {
    return List.copyOf(wrong);
  }

  @Override
  public void close() {
    phase = Phase.OVER;
    threads.shutdownNow();
    Eventually.holds("every client has ended", Duration.ofSeconds(10), threads::isTerminated);
  }

  private void send(String bot, Duration gap) {
    while (phase != Phase.OVER) {
      pause(1 + ThreadLocalRandom.current().nextLong(gap.toMillis()));
      underWay.incrementAndGet();
      try {
        if (phase == Phase.GOING) {
          once(bot);
        }
      } finally {
        underWay.decrementAndGet();
      }
    }
  }

  private void once(String bot) {
    HttpRequest request = HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + port + "/bots/" + bot + "/"))
        .timeout(Duration.ofSeconds(35))
        .build();
    long began = System.nanoTime();
    try {
      HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
      if (answer.statusCode() == 200 && answer.body().contains("awake")) {
        answered.computeIfAbsent(bot, first -> new AtomicLong()).incrementAndGet();
      } else {
        wrong.add(bot + " " + answer.statusCode() + " " + answer.body());
      }
    } catch (java.net.http.HttpTimeoutException hung) {
      if (!(hung instanceof java.net.http.HttpConnectTimeoutException)) {
        wrong.add(bot + " hung for " + Duration.ofNanos(System.nanoTime() - began));
      }
    } catch (IOException notThere) {
      pause(20); // Reveille was killed; the next one takes it
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
      phase = Phase.OVER;
    }
  }

  private static void pause(long millis) {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
  }
}
