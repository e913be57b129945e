package io.reveille;

/** Starts Reveille. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {}
}
