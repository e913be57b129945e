package io.reveille.cli;

import java.util.concurrent.Callable;

/** One command; its result is the exit code. */
abstract class Command implements Callable<Integer> {
  final Session session;

  Command(Session session) {
    this.session = session;
  }
}
