package io.reveille.cli;

/** One line that counts the seconds, on a terminal only. */
final class Progress {
  private final Session session;
  private final String what;
  private int seconds;

  Progress(Session session, String what) {
    this.session = session;
    this.what = what;
  }

  void second() {
    seconds++;
    if (session.coloured()) {
      session.err.print("\r" + what + ": " + seconds + " s");
      session.err.flush();
    }
  }

  void clear() {
    if (seconds > 0 && session.coloured()) {
      session.err.print("\r\u001b[K");
    }
  }
}
