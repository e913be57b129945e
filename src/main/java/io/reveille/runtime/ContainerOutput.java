package io.reveille.runtime;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.StreamType;
import io.reveille.core.LogLine;
import io.reveille.core.LogLine.Source;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/** The last lines of what a container wrote, each with the time before it, from the pieces in which they come. */
final class ContainerOutput extends ResultCallback.Adapter<Frame> {
  private final LastLines lines;

  ContainerOutput(int tail) {
    this.lines = new LastLines(tail, ContainerOutput::line);
  }

  @Override
  public synchronized void onNext(Frame piece) {
    lines.add(source(piece.getStreamType()), piece.getPayload());
  }

  synchronized List<LogLine> lines() {
    return lines.all();
  }

  /** A terminal has one stream for both: which it was, nobody knows. */
  private static Source source(StreamType type) {
    return switch (type) {
      case STDOUT -> Source.STDOUT;
      case STDERR -> Source.STDERR;
      case STDIN, RAW -> Source.UNKNOWN;
    };
  }

  private static LogLine line(Source source, String stamped) {
    int end = stamped.indexOf(' ');
    try {
      Instant at = Instant.parse(stamped.substring(0, Math.max(0, end)));
      return new LogLine(Optional.of(at), source, stamped.substring(end + 1));
    } catch (DateTimeParseException unstamped) {
      return new LogLine(Optional.empty(), source, stamped);
    }
  }
}
