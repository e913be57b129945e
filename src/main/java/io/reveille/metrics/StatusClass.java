package io.reveille.metrics;

/** What an answer was like: few enough to be a label. */
enum StatusClass {
  NONE("none"),
  INFORMATIONAL("1xx"),
  SUCCESSFUL("2xx"),
  REDIRECTION("3xx"),
  CLIENT_ERROR("4xx"),
  SERVER_ERROR("5xx");

  private static final int HUNDRED = 100;
  private static final StatusClass[] ALL = values();

  private final String label;

  StatusClass(String label) {
    this.label = label;
  }

  /** {@code NONE} if there was no answer, or one that HTTP does not know. */
  static StatusClass of(int status) {
    int digit = status / HUNDRED;
    return digit > 0 && digit < ALL.length ? ALL[digit] : NONE;
  }

  String label() {
    return label;
  }
}
