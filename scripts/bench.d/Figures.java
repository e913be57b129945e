/** What a load generator saw. An answer that is missing or is no success is an error. */
record Figures(long requests, double seconds, double p50Millis, double p99Millis, long errors) {
  private static final double HALF = 0.5;
  private static final double NEARLY_ALL = 0.99;

  /** From single times, in ascending order. */
  static Figures of(long[] sortedMicros, double seconds, long errors) {
    return new Figures(
        sortedMicros.length, seconds, at(HALF, sortedMicros), at(NEARLY_ALL, sortedMicros), errors);
  }

  double perSecond() {
    return requests / seconds;
  }

  private static double at(double share, long[] sortedMicros) {
    return sortedMicros.length == 0
        ? Double.NaN
        : sortedMicros[(int) (share * (sortedMicros.length - 1))] / 1e3;
  }
}
