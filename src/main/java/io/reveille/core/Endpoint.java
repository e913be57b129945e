package io.reveille.core;

/** Where a generation of an agent answers. */
public record Endpoint(boolean tls, String host, int port) {
  /** As the API shows it, for example {@code http://127.0.0.1:18101}. */
  public String url() {
    String shown = host.contains(":") ? "[" + host + "]" : host;
    return (tls ? "https://" : "http://") + shown + ":" + port;
  }
}
