package io.reveille.admin;

import io.reveille.core.EventLog.Entry;
import io.vertx.core.json.JsonObject;

/** What an event looks like to those who follow, and on a page. */
final class EventForm {
  private EventForm() {}

  static String frame(Entry event) {
    return "id: " + event.number() + "\nevent: " + type(event) + "\ndata: " + event.data() + "\n\n";
  }

  static JsonObject item(Entry event) {
    return new JsonObject()
        .put("id", Long.toString(event.number()))
        .put("type", type(event))
        .put("data", new JsonObject(event.data()));
  }

  private static String type(Entry event) {
    return "reveille." + event.name();
  }
}
