package io.reveille.proxy;

import io.reveille.bus.GatewayMessage.ChatPlace;
import io.reveille.bus.GatewayMessage.WakeReply;
import io.reveille.core.AgentView;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Optional;
import java.util.function.Consumer;

/** What the client of a WebSocket sent to a sleeping agent: held like a request, by its own event loop. */
final class HeldFrame implements HeldRequests.Waiting {
  private final Exchange exchange;
  private final Runnable deliver;
  private final Consumer<Goodbye> refuse;

  /** @param deliver what is to be done when it is counted in and the agent is awake */
  HeldFrame(Exchange exchange, Runnable deliver, Consumer<Goodbye> refuse) {
    this.exchange = exchange;
    this.deliver = deliver;
    this.refuse = refuse;
  }

  @Override
  public Future<Void> proceed(AgentView view) {
    Promise<Void> handedOver = Promise.promise();
    exchange.context().runOnContext(here -> {
      if (exchange.countedAgain()) {
        deliver.run();
      }
      handedOver.complete();
    });
    return handedOver.future();
  }

  @Override
  public void refuse(WakeReply reply) {
    exchange
        .context()
        .runOnContext(here -> refuse.accept(Goodbye.unwoken(reply.outcome(), exchange.view())));
  }

  @Override
  public Optional<ChatPlace> place() {
    return exchange.place();
  }
}
