package io.reveille.admin;

import io.reveille.bus.GatewayBus;
import io.reveille.bus.GatewayMessage.Past;
import io.reveille.core.EventLog.Entry;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** Events in pages, oldest first. {@code next} is null at the end: then the last ID is where to go on later. */
record EventsApi(GatewayBus bus) {
  Future<Answer> page(Parameters asked) {
    Optional<Integer> newest = asked.newest();
    if (newest.isPresent()) {
      return bus.past(new Past(Optional.empty(), newest.get()))
          .map(found -> page(found.entries(), newest.get()));
    }
    int limit = asked.limit();
    long cursor = asked.numberedCursor().orElse(0L);
    return bus.past(new Past(Optional.of(cursor), limit + 1))
        .map(found -> page(found.entries(), limit));
  }

  private static Answer page(List<Entry> entries, int limit) {
    List<Entry> shown = entries.subList(0, Math.min(limit, entries.size()));
    boolean more = entries.size() > limit;
    return Answer.ok(new JsonObject()
        .put("items", new JsonArray(shown.stream().map(EventForm::item).toList()))
        .put("next", more ? Long.toString(shown.get(limit - 1).number()) : null));
  }
}
