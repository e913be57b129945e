package io.reveille;

import io.reveille.store.SqliteJournal;
import org.slf4j.LoggerFactory;

/**
 * What every run of {@code serve} needs and nobody's configuration changes is loaded while the command line and the
 * configuration are read: the log, the transport and SQLite, the last two with native code. What fails here fails again
 * where it is needed, and is told there.
 */
final class HeadStart {
  private HeadStart() {}

  /** Returns at once. */
  static void begin() {
    Thread thread = new Thread(HeadStart::load, "reveille-head-start");
    thread.setDaemon(true);
    thread.start();
  }

  private static void load() {
    LoggerFactory.getLogger(HeadStart.class);
    Service.fastest();
    SqliteJournal.preload();
  }
}
