package io.reveille.proxy;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;

/** The answer behind which its connection is closed (RFC 9112, 9.6), which Vert.x announces and does not do. */
final class LastAnswer {
  private LastAnswer() {}

  /** Its head has not been sent yet. With HTTP/2 nothing like it is known. */
  static void announce(ClientRequest request) {
    if (request.version() != HttpVersion.HTTP_2) {
      request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
  }

  /** It has been announced, and is {@code written} or will be. */
  static void close(ClientRequest request, Future<Void> written) {
    if (request.version() != HttpVersion.HTTP_2) {
      RequestGuard.ignoreTheRest(request.channel());
      written.onComplete(told -> request.close());
    }
  }
}
