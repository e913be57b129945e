package io.reveille.core;

/**
 * One run of one container: a start or a recreation makes a new one, a pause does not. What is known
 * of an older generation (an exit, an address) changes nothing.
 *
 * @param instance what the runtime calls the thing that runs: a container ID, or {@code process}
 * @param startedAt when this run began, in the runtime's own words; empty if it never ran
 */
public record Generation(String instance, String startedAt) {
  public static final Generation NONE = new Generation("", "");

  public boolean everRan() {
    return !startedAt.isEmpty();
  }
}
