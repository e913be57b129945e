package io.reveille.proxy.conformance;

import java.util.List;

/**
 * One line of a table.
 *
 * @param status of the only answer, after which the connection closes; 200: it passes, and the connection goes on
 * @param forwarded the bodies of what the agent gets; none: nothing reaches it
 */
record Row(String name, String bytes, int status, List<String> forwarded) {
  static Row refused(String name, String bytes) {
    return refused(name, 400, bytes);
  }

  static Row refused(String name, int status, String bytes) {
    return new Row(name, bytes, status, List.of());
  }

  /** It is one request with this body. */
  static Row passes(String name, String body, String bytes) {
    return new Row(name, bytes, 200, List.of(body));
  }

  @Override
  public String toString() {
    return name;
  }
}
