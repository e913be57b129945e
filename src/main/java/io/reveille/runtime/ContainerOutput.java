package io.reveille.runtime;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import java.util.List;

/** The last lines of what a container wrote, collected from the pieces in which they come. */
final class ContainerOutput extends ResultCallback.Adapter<Frame> {
  private final LastLines lines;

  ContainerOutput(int tail) {
    this.lines = new LastLines(tail);
  }

  @Override
  public synchronized void onNext(Frame piece) {
    lines.add(piece.getPayload());
  }

  synchronized List<String> lines() {
    return lines.all();
  }
}
