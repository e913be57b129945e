package io.reveille.cli;

import picocli.CommandLine.Help.Ansi;

/**
 * What there is at the other end of the output.
 *
 * @param present somebody looks on: what is under way may be shown
 * @param coloured and wants colours, which {@code NO_COLOR} denies
 */
record Terminal(boolean present, boolean coloured) {
  static final Terminal NONE = new Terminal(false, false);

  @SuppressWarnings("SystemConsoleNull") // so it was up to 21, and is again from 25 on
  static Terminal ofProcess() {
    boolean coloured = Ansi.AUTO.enabled();
    return new Terminal(coloured || System.console() != null, coloured);
  }
}
