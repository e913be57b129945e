package io.reveille.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.streams.ReadStream;
import io.vertx.core.streams.WriteStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FlowTest {
  private final Source from = new Source();
  private final Sink to = new Sink();
  private final Flow flow = new Flow(from, to, chunk -> {});

  @Test
  void theOnlyChunkOfAKnownLengthGoesOutWithTheEnd() {
    flow.ofLength(3).begin();
    from.give("abc");
    flow.end();
    assertThat(to.calls).containsExactly("end abc");
  }

  @Test
  void ofSeveralChunksTheLastGoesOutWithTheEnd() {
    flow.ofLength(5).begin();
    from.give("abc");
    from.give("de");
    flow.end();
    assertThat(to.calls).containsExactly("abc", "end de");
  }

  @Test
  void withoutALengthEachChunkGoesOutAtOnce() {
    flow.begin();
    from.give("abc");
    assertThat(to.calls).containsExactly("abc");
    flow.end();
    assertThat(to.calls).containsExactly("abc", "end");
  }

  @Test
  void anAnnouncedLengthOfNothingEndsWithNothing() {
    flow.ofLength(0).begin();
    flow.end();
    assertThat(to.calls).containsExactly("end");
  }

  /** It would cost a task of the event loop for each message, and keep what belongs to it in memory until then. */
  @Test
  void whatWasNotPausedIsNotResumed() {
    flow.begin();
    from.give("abc");
    flow.end();
    assertThat(from.resumed).isZero();
  }

  @Test
  void waitsForRoomAndGoesOnWithIt() {
    to.full = true;
    flow.begin();
    from.give("abc");
    assertThat(from.paused).isEqualTo(1);
    to.drain();
    assertThat(from.resumed).isEqualTo(1);
  }

  @Test
  void aLengthIsNoPromiseOfTheEndWithHttp2() {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap().add("content-length", "12");
    assertThat(Flow.length(headers, HttpVersion.HTTP_1_1)).isEqualTo(12);
    assertThat(Flow.length(headers, HttpVersion.HTTP_2)).isEqualTo(Flow.UNKNOWN);
    assertThat(Flow.length(MultiMap.caseInsensitiveMultiMap(), HttpVersion.HTTP_1_0))
        .isEqualTo(Flow.UNKNOWN);
  }

  private static final class Source implements ReadStream<Buffer> {
    private @Nullable Handler<Buffer> handler;
    private int paused;
    private int resumed;

    void give(String chunk) {
      Handler<Buffer> hears = handler;
      if (hears != null) {
        hears.handle(Buffer.buffer(chunk));
      }
    }

    @Override
    public Source handler(@Nullable Handler<Buffer> next) {
      handler = next;
      return this;
    }

    @Override
    public Source pause() {
      paused++;
      return this;
    }

    @Override
    public Source resume() {
      resumed++;
      return this;
    }

    @Override
    public Source fetch(long amount) {
      return this;
    }

    @Override
    public Source exceptionHandler(@Nullable Handler<Throwable> next) {
      return this;
    }

    @Override
    public Source endHandler(@Nullable Handler<Void> next) {
      return this;
    }
  }

  private static final class Sink implements WriteStream<Buffer> {
    private final List<String> calls = new ArrayList<>();
    private @Nullable Handler<Void> drained;
    private boolean full;

    void drain() {
      Handler<Void> hears = drained;
      if (hears != null) {
        hears.handle(null);
      }
    }

    @Override
    public Future<Void> write(Buffer chunk) {
      calls.add(chunk.toString());
      return Future.succeededFuture();
    }

    @Override
    public Future<Void> end() {
      calls.add("end");
      return Future.succeededFuture();
    }

    @Override
    public Future<Void> end(Buffer chunk) {
      calls.add("end " + chunk);
      return Future.succeededFuture();
    }

    @Override
    public boolean writeQueueFull() {
      return full;
    }

    @Override
    public Sink setWriteQueueMaxSize(int size) {
      return this;
    }

    @Override
    public Sink drainHandler(@Nullable Handler<Void> next) {
      drained = next;
      return this;
    }

    @Override
    public Sink exceptionHandler(@Nullable Handler<Throwable> next) {
      return this;
    }
  }
}
