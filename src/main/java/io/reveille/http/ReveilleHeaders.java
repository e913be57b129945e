package io.reveille.http;

import io.vertx.core.http.HttpHeaders;

/** The names of Reveille's own headers, in the form in which Vert.x looks them up and writes them fastest. */
public final class ReveilleHeaders {
  public static final String PREFIX = "reveille-";
  public static final CharSequence AGENT = HttpHeaders.createOptimized("Reveille-Agent");
  public static final CharSequence WAKE = HttpHeaders.createOptimized("Reveille-Wake");
  public static final CharSequence STATE = HttpHeaders.createOptimized("Reveille-State");
  public static final CharSequence TOKEN = HttpHeaders.createOptimized("Reveille-Token");
  public static final CharSequence CHANNEL = HttpHeaders.createOptimized("Reveille-Channel");
  public static final CharSequence THREAD = HttpHeaders.createOptimized("Reveille-Thread");
  public static final CharSequence MESSAGE = HttpHeaders.createOptimized("Reveille-Message");
  public static final CharSequence SERVER_TIMING = HttpHeaders.createOptimized("Server-Timing");
  public static final CharSequence PROXY_STATUS = HttpHeaders.createOptimized("Proxy-Status");
  public static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("X-Request-Id");

  private ReveilleHeaders() {}
}
