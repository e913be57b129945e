package io.reveille.runtime;

import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks once, as soon as the engine answers, for each right that Reveille needs: what a socket proxy refuses is better
 * known at the start than at the first wake.
 */
final class RightsWatch implements DockerEvents.Follower {
  private static final Logger log = LoggerFactory.getLogger(RightsWatch.class);

  private final DockerApi api;
  private final DockerEvents.Follower next;
  private boolean asked;

  RightsWatch(DockerApi api, DockerEvents.Follower next) {
    this.api = api;
    this.next = next;
  }

  @Override
  public void happened(ContainerEvent event) {
    next.happened(event);
  }

  @Override
  public void reopened(Optional<Instant> lastHeard) {
    next.reopened(lastHeard);
  }

  @Override
  public void connected() {
    ask();
    next.connected();
  }

  @Override
  public void disconnected(String reason) {
    next.disconnected(reason);
  }

  private void ask() {
    if (asked) {
      return;
    }
    asked = true;
    api.missingRights()
        .onSuccess(missing -> missing.forEach(call -> log.error(
            "{} does not allow {} {}: {}",
            api.line().endpoint(),
            call.method(),
            call.path(),
            call.advice())))
        .onFailure(fault -> {
          asked = false;
          log.debug("The rights could not be asked for: {}", fault.getMessage());
        });
  }
}
