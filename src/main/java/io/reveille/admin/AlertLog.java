package io.reveille.admin;

import io.reveille.bus.Facts;
import io.reveille.bus.GatewayMessage.AgentEvent;
import io.reveille.core.BotId;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Troubles that admins should know of, from the events: each begins with one and ends with another. Newest first. */
final class AlertLog {
  private static final int MOST = 200;
  private static final Map<String, String> TITLES = Map.of(
      "agent.failed", "%s has failed",
      "agent.wake-failed", "%s could not be woken",
      "runtime.disconnected", "The runtime cannot be reached",
      "config.rejected", "A configuration was refused");
  private static final Map<String, Set<String>> ENDED_BY = Map.of(
      "agent.failed", Set.of("agent.ready", "agent.reset", "agent.recovered", "agent.removed"),
      "agent.wake-failed", Set.of("agent.ready", "agent.removed"),
      "runtime.disconnected", Set.of("runtime.connected"),
      "config.rejected", Set.of("config.reloaded"));

  private final Deque<Trouble> troubles = new ArrayDeque<>();
  private long last;

  private record Trouble(long number, AgentEvent event, Optional<Instant> resolvedAt) {
    boolean isOpen() {
      return resolvedAt.isEmpty();
    }

    boolean endsWith(AgentEvent other) {
      return isOpen()
          && other.agent().equals(event.agent())
          && ENDED_BY.getOrDefault(event.name(), Set.of()).contains(other.name());
    }

    Trouble ended(Instant at) {
      return new Trouble(number, event, Optional.of(at));
    }

    JsonObject json() {
      String subject = event.agent().map(BotId::value).orElse("");
      return new JsonObject()
          .put("id", Long.toString(number))
          .put("event", event.name())
          .put("agent", event.agent().map(BotId::value).orElse(null))
          .put("title", TITLES.getOrDefault(event.name(), "").formatted(subject))
          .put("detail", event.detail())
          .put("at", Facts.time(event.at()))
          .put("resolvedAt", Facts.time(resolvedAt))
          .put("deliveries", new JsonArray());
    }
  }

  void add(AgentEvent event) {
    List<Trouble> now = troubles.stream()
        .map(trouble -> trouble.endsWith(event) ? trouble.ended(event.at()) : trouble)
        .toList();
    troubles.clear();
    troubles.addAll(now);
    boolean known = troubles.stream()
        .anyMatch(trouble -> trouble.isOpen()
            && trouble.event().name().equals(event.name())
            && trouble.event().agent().equals(event.agent()));
    if (TITLES.containsKey(event.name()) && !known) {
      last++;
      troubles.addFirst(new Trouble(last, event, Optional.empty()));
      if (troubles.size() > MOST) {
        troubles.removeLast();
      }
    }
  }

  JsonObject page(Optional<Boolean> open, Optional<String> cursor, int limit) {
    long before = cursor.map(AlertLog::number).orElse(Long.MAX_VALUE);
    List<Trouble> found = troubles.stream()
        .filter(trouble -> open.map(wanted -> wanted == trouble.isOpen()).orElse(true))
        .filter(trouble -> trouble.number() < before)
        .limit(limit + 1L)
        .toList();
    List<Trouble> shown = found.subList(0, Math.min(limit, found.size()));
    boolean more = found.size() > limit;
    return new JsonObject()
        .put("items", new JsonArray(shown.stream().map(Trouble::json).toList()))
        .put("next", more ? Long.toString(shown.get(limit - 1).number()) : null);
  }

  private static long number(String cursor) {
    if (!cursor.matches("\\d{1,18}")) {
      throw Refusal.badParameter("cursor", cursor, "what the page before gave as next");
    }
    return Long.parseLong(cursor);
  }
}
