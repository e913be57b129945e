package io.reveille.proxy;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.reveille.http.Problem;

/** Why the bytes of a client are no request, or none that Reveille takes: the answer to it is the last one of its connection. */
final class BadRequest extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int BAD_REQUEST = 400;
  private static final int METHOD_NOT_ALLOWED = 405;
  private static final int REQUEST_TIMEOUT = 408;
  private static final int URI_TOO_LONG = 414;
  private static final int HEAD_TOO_LARGE = 431;
  private static final int VERSION_NOT_SUPPORTED = 505;

  private final transient Problem problem;

  private BadRequest(Problem problem) {
    super(problem.detail(), null, false, false); // anybody can send thousands: no stack traces
    this.problem = problem;
  }

  static BadRequest malformed(String detail) {
    return new BadRequest(
        Problem.of(BAD_REQUEST, "malformed-request", "This is no request of HTTP", detail + "."));
  }

  static BadRequest connect() {
    return new BadRequest(Problem.of(
        METHOD_NOT_ALLOWED,
        "method-not-allowed",
        "No tunnels here",
        "Reveille stands in front of agents and is no proxy for anything else."));
  }

  static BadRequest version(String version) {
    return new BadRequest(Problem.of(
        VERSION_NOT_SUPPORTED,
        "version-not-supported",
        "Another version of HTTP",
        version + " cannot be spoken like this; HTTP/1.0, HTTP/1.1 and HTTP/2 can."));
  }

  static BadRequest tooSlow() {
    return new BadRequest(Problem.of(
        REQUEST_TIMEOUT,
        "request-timeout",
        "The body of the request did not come",
        "Nothing came of it for proxy.idleConnectionTimeout."));
  }

  /** What the decoder of Netty did not take. */
  static BadRequest of(Throwable cause) {
    if (cause instanceof BadRequest known) {
      return known;
    }
    if (cause instanceof TooLongHttpLineException) {
      return new BadRequest(Problem.of(
          URI_TOO_LONG,
          "uri-too-long",
          "The request line is too long",
          "proxy.maxUrlLength limits it."));
    }
    if (cause instanceof TooLongHttpHeaderException) {
      return new BadRequest(Problem.of(
          HEAD_TOO_LARGE,
          "head-too-large",
          "The headers are too large",
          "proxy.maxHeaderSize limits them."));
    }
    // the decoder's own words may repeat what the client sent
    return malformed("Its head or its framing breaks RFC 9112");
  }

  Problem problem() {
    return problem;
  }
}
