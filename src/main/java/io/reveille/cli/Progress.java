package io.reveille.cli;

/** One line that counts the seconds, on a terminal only, and is gone when it is over. */
final class Progress {
  private static final String ERASE = "\r\u001b[K";

  private final Session session;
  private final String what;
  private int seconds;

  Progress(Session session, String what) {
    this.session = session;
    this.what = what;
  }

  void second() {
    seconds++;
    if (session.terminal().present()) {
      session.err.print(ERASE + what + ": " + seconds + " s");
      session.err.flush();
    }
  }

  void clear() {
    if (seconds > 0 && session.terminal().present()) {
      session.err.print(ERASE);
      session.err.flush();
    }
  }
}
