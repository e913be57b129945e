package io.reveille.proxy;

import io.reveille.bus.GatewayMessage.ChatPlace;
import io.reveille.bus.GatewayMessage.WakeReply;
import io.reveille.core.AgentView;
import io.reveille.core.AgentView.WakeKind;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Optional;

/** A request that is held: what it is told on any thread, it hears on its own event loop. */
final class HeldExchange implements HeldRequests.Waiting {
  private final Exchange exchange;
  private final Forwarder forwarder;
  private final Refusals refusals;
  private final Optional<ChatPlace> place;
  private final WakeKind sought;

  HeldExchange(Exchange exchange, Forwarder forwarder, Refusals refusals) {
    this.exchange = exchange;
    this.forwarder = forwarder;
    this.refusals = refusals;
    this.place = exchange.place();
    this.sought = exchange.gate().wake();
  }

  @Override
  public Future<Void> proceed(AgentView view) {
    Promise<Void> handedOver = Promise.promise();
    exchange.context().runOnContext(here -> {
      HeldBody.release(exchange.request());
      if (exchange.released(view)) {
        forwarder.forward(exchange, view).onComplete(handedOver);
      } else {
        handedOver.complete();
      }
    });
    return handedOver.future();
  }

  @Override
  public void refuse(WakeReply reply) {
    exchange.context().runOnContext(here -> {
      HeldBody.release(exchange.request());
      exchange.refuseHeld(refusals.of(reply, exchange.view(), exchange.sinceArrival()), sought);
    });
  }

  @Override
  public Optional<ChatPlace> place() {
    return place;
  }
}
