package io.reveille.bus;

import io.reveille.core.Exit;
import io.reveille.core.Sighting;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The small parts that agents and events share in JSON. An absent fact is {@code null}. */
public final class Facts {
  private Facts() {}

  public static String time(Instant at) {
    return at.truncatedTo(ChronoUnit.MILLIS).toString();
  }

  public static @Nullable String time(Optional<Instant> at) {
    return at.map(Facts::time).orElse(null);
  }

  public static @Nullable String text(String text) {
    return text.isEmpty() ? null : text;
  }

  public static @Nullable JsonObject container(Sighting.Instance instance) {
    if (instance.equals(Sighting.Instance.NONE)) {
      return null;
    }
    return new JsonObject()
        .put("id", text(instance.id()))
        .put("name", text(instance.name()))
        .put("image", text(instance.image()));
  }

  public static JsonObject exit(Exit exit) {
    return new JsonObject().put("code", exit.code()).put("oomKilled", exit.oomKilled());
  }
}
