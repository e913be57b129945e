package io.reveille.http;

/** The names of Reveille's own headers. */
public final class ReveilleHeaders {
  public static final String PREFIX = "reveille-";
  public static final String AGENT = "Reveille-Agent";
  public static final String WAKE = "Reveille-Wake";
  public static final String STATE = "Reveille-State";
  public static final String TOKEN = "Reveille-Token";
  public static final String CHANNEL = "Reveille-Channel";
  public static final String THREAD = "Reveille-Thread";
  public static final String MESSAGE = "Reveille-Message";
  public static final String SERVER_TIMING = "Server-Timing";
  public static final String PROXY_STATUS = "Proxy-Status";
  public static final String REQUEST_ID = "X-Request-Id";

  private ReveilleHeaders() {}
}
