package io.reveille.proxy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.net.NetSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A WebSocket: asked for on a connection of its own, then bytes both ways. */
final class Tunnel {
  private static final Logger LOG = LoggerFactory.getLogger(Tunnel.class);
  private static final int SWITCHING_PROTOCOLS = 101;

  private final Exchange exchange;
  private final Dialling dialling;
  private final Lane lane;
  private final ClientRequest request;
  private final Promise<Void> headSent = Promise.promise();

  Tunnel(Exchange exchange, Dialling dialling, Lane lane) {
    this.exchange = exchange;
    this.dialling = dialling;
    this.lane = lane;
    this.request = exchange.request();
  }

  Future<Void> open() {
    request.pause();
    exchange.whenGone(headSent::tryComplete);
    dialling.connect().onSuccess(upstream -> guard(() -> ask(upstream))).onFailure(fault -> {
      headSent.tryComplete();
      dialling.missed(fault);
    });
    return headSent.future();
  }

  private void ask(Upstream upstream) {
    if (exchange.over()) {
      upstream.close();
      return;
    }
    exchange.whenGone(() -> {
      headSent.tryComplete();
      upstream.close();
    });
    dialling
        .handshake(upstream)
        .compose(out -> send(upstream, out))
        .onSuccess(answer -> guard(() -> answered(upstream, answer)))
        .onFailure(fault -> {
          upstream.close();
          headSent.tryComplete();
          dialling.lost(fault);
        });
  }

  private Future<HttpClientResponse> send(Upstream upstream, HttpClientRequest out) {
    upstream.await(() -> {
      exchange.refuse(dialling.tooSlow());
      upstream.close();
    });
    out.exceptionHandler(broken -> upstream.close()); // the future of the answer tells why
    out.headers()
        .set(HttpHeaders.UPGRADE, Handshake.WEBSOCKET)
        .set(HttpHeaders.CONNECTION, HttpHeaders.UPGRADE);
    Future<HttpClientResponse> answer = out.connect();
    headSent.tryComplete();
    return answer;
  }

  private void answered(Upstream upstream, HttpClientResponse answer) {
    upstream.answered();
    if (exchange.over()) {
      upstream.close();
    } else if (Handshake.isAccepted(request, answer)) {
      switchOver(upstream, answer);
    } else if (answer.statusCode() == SWITCHING_PROTOCOLS) {
      // Vert.x logs a connection that is closed under an answer as an error
      answer.exceptionHandler(
          closed -> LOG.debug("{} agreed to no WebSocket", exchange.requestId()));
      upstream.close();
      exchange.refuse(dialling.unreachable(
          "Its answer to the WebSocket handshake is wrong.", ProxyError.UPGRADE_FAILED));
    } else {
      Answers.discardBody(exchange.request());
      new Relay(exchange, dialling.view(), lane, reusable -> upstream.close())
          .begin(new VertxResponse(answer));
    }
  }

  private void switchOver(Upstream upstream, HttpClientResponse answer) {
    NetSocket agent = answer.netSocket();
    agent.pause();
    ClientResponse response = request.response().setStatus(SWITCHING_PROTOCOLS);
    ForwardedHeaders.copyResponse(answer.headers(), response.headers());
    Answers.facts(exchange, dialling.view());
    response
        .putHeader(HttpHeaders.CONNECTION, HttpHeaders.UPGRADE)
        .putHeader(HttpHeaders.UPGRADE, Handshake.WEBSOCKET);
    request
        .toNetSocket()
        .onSuccess(client -> new TunnelPipes(exchange, client, agent, lane).begin(dialling.view()))
        .onFailure(gone -> {
          upstream.close();
          exchange.cut();
        });
  }

  /** The place in the gate is given back whatever happens. */
  private void guard(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException fault) {
      LOG.atWarn()
          .addKeyValue("request", exchange.requestId())
          .setCause(fault)
          .log("Request {} to {} failed", exchange.requestId(), dialling.view().id());
      headSent.tryComplete();
      exchange.fail(dialling.unreachable(fault));
    }
  }
}
