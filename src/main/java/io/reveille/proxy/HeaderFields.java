package io.reveille.proxy;

/** The fields of a head on its way out, in the order in which they are added; none is looked up or taken back. */
@FunctionalInterface
interface HeaderFields {
  /**
   * Adds one more.
   *
   * @throws IllegalArgumentException if it could be read as something else than one header
   */
  void add(CharSequence name, String value);
}
