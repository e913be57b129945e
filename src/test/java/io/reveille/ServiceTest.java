package io.reveille;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ServiceTest {
  @Test
  void theEndIsSeenAlthoughTheEventLoopsAreGone() throws InterruptedException {
    Vertx vertx = Vertx.vertx();
    Promise<Void> stopping = Promise.promise();
    vertx.runOnContext(
        begun -> vertx.timer(1, TimeUnit.MILLISECONDS).<Void>mapEmpty().onComplete(stopping));
    CountDownLatch closed = new CountDownLatch(1);
    Future<Void> onAnEventLoop = stopping.future();

    Service.whenClosed(onAnEventLoop, vertx, closed::countDown);

    assertThat(closed.await(5, TimeUnit.SECONDS)).isTrue();
  }
}
