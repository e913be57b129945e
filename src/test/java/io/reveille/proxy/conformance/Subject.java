package io.reveille.proxy.conformance;

import java.util.List;

/** The proxy that is looked at: what comes to {@code /bots/lal/…} goes on to the agent. */
public interface Subject extends AutoCloseable {
  int port();

  /** What it writes into the body of its own answer when there is none of the agent's. */
  String badGateway();

  /** Waits until nothing is under way any more. */
  void quiet();

  /** Whose word is taken for where a request came from. */
  void trust(List<String> networks);

  @Override
  void close();
}
