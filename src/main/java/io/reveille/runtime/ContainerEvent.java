package io.reveille.runtime;

import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.api.model.EventActor;
import com.github.dockerjava.api.model.EventType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One thing that happened to a container. Only fields that every API version has: from 1.52 on events
 * come without {@code status}, {@code id} and {@code from}.
 *
 * @param action without what may follow a colon: {@code health_status}
 * @param attributes the container's labels, {@code name}, {@code image}, and by action {@code signal}, {@code exitCode}
 * @param timeNano the engine's wall clock
 */
record ContainerEvent(
    String container, String action, Map<String, String> attributes, long timeNano) {
  /** Asked of the engine by name: what is left out are the three exec events of each health probe. */
  static final List<String> ACTIONS = List.of(
      "create",
      "start",
      "restart",
      "die",
      "oom",
      "kill",
      "stop",
      "pause",
      "unpause",
      "rename",
      "update",
      "destroy",
      "health_status");

  /** Nothing if it is not about a container. */
  static Optional<ContainerEvent> of(Event event) {
    EventActor actor = event.getActor();
    if (event.getType() != EventType.CONTAINER
        || actor == null
        || actor.getId() == null
        || event.getAction() == null
        || event.getTimeNano() == null) {
      return Optional.empty();
    }
    String action = event.getAction();
    int colon = action.indexOf(':');
    return Optional.of(new ContainerEvent(
        actor.getId(),
        colon < 0 ? action : action.substring(0, colon),
        actor.getAttributes() == null ? Map.of() : Map.copyOf(actor.getAttributes()),
        event.getTimeNano()));
  }

  /** The number that an attribute holds. */
  Optional<Integer> number(String attribute) {
    try {
      return Optional.ofNullable(attributes.get(attribute)).map(Integer::valueOf);
    } catch (NumberFormatException notOne) {
      return Optional.empty();
    }
  }
}
