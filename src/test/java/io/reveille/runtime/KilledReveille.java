package io.reveille.runtime;

import java.nio.file.Path;

/** Starts an agent and is gone the next moment, as after a {@code kill -9}: nothing is closed, no hook runs. */
final class KilledReveille {
  private KilledReveille() {}

  public static void main(String[] args) {
    // not closed: that is the point
    @SuppressWarnings("resource")
    ProcessFixture fixture = new ProcessFixture(Path.of(args[0]));
    fixture.shell("trap 'exit 7' TERM; echo up; while :; do sleep 0.05; done");
    fixture.startUntil(fixture.runtime(), "up");
    Runtime.getRuntime().halt(137);
  }
}
