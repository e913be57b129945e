package io.reveille.admin;

import io.reveille.bus.GatewayBus;
import io.reveille.bus.GatewayMessage.Scrape;
import io.reveille.bus.GatewayMessage.Scraped;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands the metrics over, in the format that the asker reads. */
record MetricsApi(GatewayBus bus) {
  private static final Logger LOG = LoggerFactory.getLogger(MetricsApi.class);

  void metrics(RoutingContext context) {
    String accept =
        Optional.ofNullable(context.request().getHeader(HttpHeaders.ACCEPT)).orElse("");
    bus.scrape(new Scrape(accept))
        .onSuccess(scraped -> send(context, scraped))
        .onFailure(context::fail);
  }

  private static void send(RoutingContext context, Scraped scraped) {
    context
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, scraped.contentType())
        .putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT)
        .end(scraped.body())
        .onFailure(gone -> LOG.debug("Nobody waits for this answer any more", gone));
  }
}
