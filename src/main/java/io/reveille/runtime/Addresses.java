package io.reveille.runtime;

import io.reveille.core.AgentSettings.Address;
import io.reveille.core.Endpoint;
import io.reveille.runtime.Wiring.Published;
import java.util.Optional;
import java.util.Set;

/** Where an agent answers, from its settings and what its container is wired to. */
final class Addresses {
  private static final Set<String> ANY = Set.of("", "0.0.0.0", "::");
  private static final String LOOPBACK = "127.0.0.1";

  /** A container cannot reach what its host publishes on its own loopback. */
  private final boolean fromContainer;

  Addresses(boolean fromContainer) {
    this.fromContainer = fromContainer;
  }

  /** The port that the agent listens on; empty if it is not set and the container does not expose exactly one. */
  static Optional<Integer> port(Address wanted, Wiring wiring) {
    return wanted.port().isPresent() || wiring.exposed().size() != 1
        ? wanted.port()
        : Optional.of(wiring.exposed().get(0));
  }

  Optional<Endpoint> endpoint(Address wanted, Wiring wiring) {
    return port(wanted, wiring).flatMap(port -> {
      Optional<Endpoint> published =
          Optional.ofNullable(wiring.published().get(port)).map(host -> onHost(host, wanted.tls()));
      Optional<Endpoint> direct =
          address(wanted, wiring).map(host -> new Endpoint(wanted.tls(), host, port));
      // a published port keeps its address over restarts, a container's goes to the next one
      // started (F23)
      return fromContainer || wanted.network().isPresent()
          ? direct.or(() -> published)
          : published.or(() -> direct);
    });
  }

  private static Endpoint onHost(Published host, boolean tls) {
    return new Endpoint(tls, ANY.contains(host.address()) ? LOOPBACK : host.address(), host.port());
  }

  private static Optional<String> address(Address wanted, Wiring wiring) {
    if (wiring.networks().containsKey("host")) {
      return Optional.of(LOOPBACK);
    }
    return wanted
        .network()
        .map(name -> Optional.ofNullable(wiring.networks().get(name)))
        .orElseGet(() -> wiring.networks().values().stream()
            .filter(address -> !address.isEmpty())
            .findFirst())
        .filter(address -> !address.isEmpty());
  }
}
