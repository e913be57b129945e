/** One proxy in one round of one scenario. */
record Measurement(String subject, Figures figures, double cpuSeconds) {
  double cpuMicros() {
    return cpuSeconds * 1e6 / figures.requests();
  }
}
