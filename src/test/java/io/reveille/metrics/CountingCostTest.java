package io.reveille.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.reveille.core.BotId;
import io.reveille.core.Traces;
import io.reveille.core.Traffic;
import java.lang.management.ManagementFactory;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is done for each request must leave nothing for the collector. */
class CountingCostTest {
  private static final int MANY = 100_000;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @Test
  void countingARequestAllocatesNothing() {
    try (Scraper scraper = new Scraper()) {
      Traffic.Counter counter = scraper.verticle().traffic().of(new BotId("lal"));

      assertThat(bytesOf(request -> counter.ended(200 + request % 300, request)))
          .isLessThan(MANY); // less than a byte for each
    }
  }

  @Test
  void aRequestThatNobodyFollowsAllocatesNothing() {
    assertThat(Traces.OFF.on()).isFalse();

    assertThat(bytesOf(request -> {
          Traces.Request.UNSEEN.asksForWake();
          Traces.Request.UNSEEN.waited();
          Traces.Request.UNSEEN.ended(request);
        }))
        .isLessThan(MANY);
  }

  private long bytesOf(IntConsumer request) {
    IntStream.range(0, MANY).forEach(request); // what comes with the first ones is not meant
    long before = threads.getCurrentThreadAllocatedBytes();
    IntStream.range(0, MANY).forEach(request);
    return threads.getCurrentThreadAllocatedBytes() - before;
  }
}
