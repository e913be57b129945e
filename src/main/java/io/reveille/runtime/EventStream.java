package io.reveille.runtime;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Event;
import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One event stream, read on docker-java's own thread. A reader that stalls slows the whole engine, and an
 * exception ends the stream (F15): so nothing here waits, throws or decides. A torn stream is reported
 * as an error and as an end; {@link Reader#ended} comes once all the same (F28).
 */
final class EventStream implements ResultCallback<Event> {
  private static final Logger log = LoggerFactory.getLogger(EventStream.class);

  private final Reader reader;
  private final AtomicBoolean ended = new AtomicBoolean();
  private final AtomicReference<@Nullable Closeable> open = new AtomicReference<>();

  /** Must return at once. */
  interface Reader {
    void opened();

    void event(ContainerEvent event);

    /** {@code cause} is null if the engine or a proxy ended the stream in good order. */
    void ended(@Nullable Throwable cause);
  }

  EventStream(Reader reader) {
    this.reader = reader;
  }

  @Override
  public void onStart(Closeable stream) {
    open.set(stream);
    if (ended.get()) {
      close();
    } else {
      reader.opened();
    }
  }

  @Override
  public void onNext(Event event) {
    try {
      ContainerEvent.of(event).ifPresent(reader::event);
    } catch (RuntimeException unreadable) {
      log.warn("An event could not be read and is left out: {}", event, unreadable);
    }
  }

  @Override
  public void onError(Throwable cause) {
    end(cause);
  }

  @Override
  public void onComplete() {
    end(null);
  }

  /** Nothing more is reported after this. */
  @Override
  public void close() {
    ended.set(true);
    Closeable stream = open.getAndSet(null);
    if (stream != null) {
      try {
        stream.close();
      } catch (IOException left) {
        log.debug("The event stream did not close cleanly", left);
      }
    }
  }

  private void end(@Nullable Throwable cause) {
    if (ended.compareAndSet(false, true)) {
      reader.ended(cause);
    }
  }
}
