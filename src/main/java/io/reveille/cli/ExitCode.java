package io.reveille.cli;

/** What a command ends with. */
final class ExitCode {
  static final int OK = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;
  static final int NOT_READY = 3;
  static final int NOT_REACHABLE = 4;

  private ExitCode() {}
}
