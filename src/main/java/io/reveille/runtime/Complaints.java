package io.reveille.runtime;

import io.reveille.core.AgentRuntime.Listener;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is wrong with how containers are set up: each text once per container, and none lost before somebody listens. */
final class Complaints {
  private final Map<String, Set<String>> told = new HashMap<>();
  private final List<Complaint> waiting = new ArrayList<>();
  private @Nullable Listener listener;

  private record Complaint(String container, String text) {}

  void tellTo(Listener newListener) {
    listener = newListener;
    waiting.forEach(
        complaint -> newListener.misconfigured(complaint.container(), complaint.text()));
    waiting.clear();
  }

  void about(ContainerFacts container, String text) {
    if (!told.computeIfAbsent(container.id(), id -> new HashSet<>()).add(text)) {
      return;
    }
    if (listener == null) {
      waiting.add(new Complaint(container.name(), text));
    } else {
      listener.misconfigured(container.name(), text);
    }
  }

  /** The container is gone. */
  void forget(String containerId) {
    told.remove(containerId);
  }
}
