package io.reveille.admin;

import io.reveille.bus.EventJson;
import io.reveille.bus.GatewayMessage.AgentEvent;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The newest events, numbered from 1 without a gap. An ID also tells which run of Reveille it is from, so that one
 * from before a restart is not taken for one of today's.
 */
final class EventRing {
  private static final int SIZE = 1000;

  private final Deque<Kept> kept = new ArrayDeque<>(SIZE);
  private final String run;
  private long last;

  /** One event, ready to be sent. */
  record Kept(long number, String id, String type, JsonObject data) {
    String frame() {
      return "id: " + id + "\nevent: " + type + "\ndata: " + data.encode() + "\n\n";
    }

    JsonObject item() {
      return new JsonObject().put("id", id).put("type", type).put("data", data);
    }
  }

  EventRing(Instant startedAt) {
    this.run = Long.toString(startedAt.toEpochMilli(), Character.MAX_RADIX);
  }

  void add(AgentEvent event) {
    last++;
    if (kept.size() == SIZE) {
      kept.removeFirst();
    }
    kept.addLast(new Kept(last, run + "-" + last, "reveille." + event.name(), EventJson.of(event)));
  }

  long last() {
    return last;
  }

  /** The number of the oldest that is kept. */
  long oldest() {
    return last - kept.size() + 1;
  }

  /** The newest {@code last - number} events, oldest first. */
  List<Kept> after(long number, int most) {
    long behind = Math.min(last - number, kept.size());
    return kept.stream().skip(kept.size() - Math.max(0, behind)).limit(most).toList();
  }

  /** The number that {@code id} stands for; that before the oldest if it is not, or no longer, known. */
  long numberOf(String id) {
    String prefix = run + "-";
    String number = id.startsWith(prefix) ? id.substring(prefix.length()) : "";
    long asked = number.matches("\\d{1,18}") ? Long.parseLong(number) : 0;
    return asked > last ? oldest() - 1 : Math.max(asked, oldest() - 1);
  }
}
