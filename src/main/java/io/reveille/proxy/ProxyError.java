package io.reveille.proxy;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.vertx.core.VertxException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;

/** What went wrong, in the words that are registered for {@code Proxy-Status} (RFC 9209, 2.3). */
final class ProxyError {
  static final String INCOMPLETE = "http_response_incomplete";
  static final String INTERNAL = "proxy_internal_error";
  static final String PROTOCOL = "http_protocol_error";
  static final String UPGRADE_FAILED = "http_upgrade_failed";
  private static final String UNAVAILABLE = "destination_unavailable";

  private ProxyError() {}

  /** The nearest to a status of Reveille's own. */
  static String of(int status) {
    return switch (status) {
      case 400, 405, 408, 414, 426, 431, 505 -> "http_request_error";
      case 401 -> "http_request_denied";
      case 404 -> "destination_not_found";
      case 504 -> "http_response_timeout";
      default -> UNAVAILABLE;
    };
  }

  /** Of a connection to an agent that was not made, or that broke before the head of an answer. */
  static String of(Throwable fault) {
    if (fault instanceof ConnectTimeoutException) {
      return "connection_timeout";
    }
    if (fault instanceof ConnectException) {
      return "connection_refused";
    }
    if (fault instanceof NoRouteToHostException) {
      return "destination_ip_unroutable";
    }
    if (fault instanceof UnknownHostException) {
      return "dns_error";
    }
    if (fault instanceof SSLException) {
      return "tls_protocol_error";
    }
    if (fault instanceof PrematureChannelClosureException) {
      return INCOMPLETE; // there was a part of its head
    }
    boolean cut = fault instanceof IOException || fault instanceof VertxException;
    return cut ? "connection_terminated" : PROTOCOL;
  }
}
