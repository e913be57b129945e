package io.reveille.runtime;

import io.reveille.config.GatewayConfig;
import io.reveille.core.AgentRuntime.Listener;
import io.reveille.core.BotId;
import io.reveille.core.Timers;
import io.reveille.runtime.DockerFault.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns events into sightings: an event only says that something changed, a fresh inspection says what is so
 * (F13). One inspection of a container at a time; what happens meanwhile asks for one more.
 */
final class ContainerWatch implements DockerEvents.Follower {
  private static final Logger log = LoggerFactory.getLogger(ContainerWatch.class);

  /** After an exit the engine holds an inspection back, for 95 ms mostly and 600 at worst. */
  private static final Duration EXIT_PATIENCE = Duration.ofSeconds(1);

  /** A half-dead engine is found out by the second ping only. */
  private static final Duration UNNOTICED = Duration.ofSeconds(25);

  /** What the engine stopped just before it let us in, by a clock that may be a little ahead. */
  private static final Duration CLOCK_SLACK = Duration.ofSeconds(2);

  /** What our own calls cause before they are answered. */
  private static final Set<String> ECHOES = Set.of("start", "pause", "unpause");

  private final Desk desk;
  private final Supplier<GatewayConfig> config;
  private final Timers timers;
  private final Listener listener;
  private final Map<String, Look> looks = new HashMap<>();

  private enum Look {
    UNDER_WAY,
    ONCE_MORE
  }

  ContainerWatch(Desk desk, Supplier<GatewayConfig> config, Timers timers, Listener listener) {
    this.desk = desk;
    this.config = config;
    this.timers = timers;
    this.listener = listener;
  }

  @Override
  public void happened(ContainerEvent event) {
    if (!concernsUs(event)) {
      return;
    }
    boolean isEcho = isEchoOfOurOwn(event); // asked first: the event may be what ends the operation
    desk.note(event);
    if (event.action().equals("destroy")) {
      gone(event.container());
    } else if (!isEcho) {
      look(event.container());
      if (event.action().equals("die")) {
        timers.after(EXIT_PATIENCE, () -> tellOfExit(event));
      }
    }
  }

  /** A second inspection beside that of the operation would only make the wake slower. */
  private boolean isEchoOfOurOwn(ContainerEvent event) {
    return ECHOES.contains(event.action()) && desk.isInHand(event.container());
  }

  @Override
  public void reopened(Optional<Instant> lastHeard) {
    desk.thaws().gap();
    desk.announcements()
        .gap(lastHeard.map(heard -> heard.minus(UNNOTICED)), timers.wall().plus(CLOCK_SLACK));
  }

  @Override
  public void connected() {
    listener.connected();
  }

  @Override
  public void disconnected(String reason) {
    listener.disconnected(reason);
  }

  private boolean concernsUs(ContainerEvent event) {
    if (desk.roster().facts(event.container()).isPresent()) {
      return true;
    }
    String name = event.attributes().getOrDefault("name", "");
    Claim claim = Claim.of(config.get().agents(), name, event.container(), event.attributes());
    return claim.bot().isPresent() || !claim.problem().isEmpty();
  }

  private void look(String container) {
    if (looks.put(container, looks.containsKey(container) ? Look.ONCE_MORE : Look.UNDER_WAY)
        != null) {
      return;
    }
    desk.api().inspect(container).onComplete(answer -> {
      boolean onceMore = looks.remove(container) == Look.ONCE_MORE;
      if (answer.succeeded()) {
        found(answer.result());
      } else {
        notFound(container, answer.cause());
      }
      if (onceMore) {
        look(container);
      }
    });
  }

  private void found(ContainerFacts facts) {
    desk.note(facts).forEach(bot -> tell(bot, facts.id()));
  }

  private void notFound(String container, Throwable cause) {
    if (cause instanceof DockerFault fault && fault.kind() == Kind.NO_SUCH_CONTAINER) {
      gone(container);
    } else if (!desk.api().line().isClosed()) {
      // the next reconcile looks again
      log.warn("Container {} could not be inspected: {}", container, cause.getMessage());
    }
  }

  private void gone(String container) {
    desk.bury(container).ifPresent(bot -> {
      boolean stoodForIt = desk.roster().current(bot).filter(container::equals).isPresent();
      if (stoodForIt) {
        tell(bot, container);
      }
    });
  }

  /** {@code changed} is the container that gave the occasion. */
  private void tell(BotId bot, String changed) {
    Optional<String> before = desk.roster().current(bot);
    Optional<ContainerFacts> stands = desk.roster().elect(bot);
    if (stands.isEmpty()) {
      before.ifPresent(gone -> listener.seen(desk.sightings().missing(bot, timers.nanos())));
    } else if (stands.get().id().equals(changed)) {
      desk.complainOfRivals(bot, true);
      listener.seen(desk.sightings().of(bot, stands.get()));
    } else if (before.filter(stands.get().id()::equals).isEmpty()) {
      look(stands.get().id());
    }
  }

  /** What the event alone tells, if the engine still holds the inspection back. */
  private void tellOfExit(ContainerEvent died) {
    if (!looks.containsKey(died.container())) {
      return;
    }
    Instant at = Instant.ofEpochSecond(0, died.timeNano());
    desk.roster()
        .facts(died.container())
        .filter(ContainerFacts::lives)
        .ifPresent(alive -> found(alive.died(
            died.number("exitCode").orElse(0),
            desk.announcements().outOfMemory(died.container()),
            at,
            timers.nanos())));
  }
}
