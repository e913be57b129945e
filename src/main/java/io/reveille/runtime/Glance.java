package io.reveille.runtime;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * The beginning of an inspection, up to the container's state: whether it runs, and since when. The rest is left
 * unread, because right behind an unpause somebody waits, and to take the whole answer apart costs more than to ask.
 *
 * @param takenAt when the question was sent
 */
record Glance(String status, String startedAt, long takenAt) {
  private static final JsonFactory JSON = new JsonFactory();

  /** Of an answer that is no inspection nothing is seen, and both texts are empty. */
  static Glance at(byte[] inspection, long takenAt) throws IOException {
    String status = "";
    String startedAt = "";
    try (JsonParser answer = JSON.createParser(inspection)) {
      if (answer.nextToken() == JsonToken.START_OBJECT && reached(answer, "State")) {
        while (answer.nextToken() == JsonToken.FIELD_NAME) {
          String field = answer.currentName();
          answer.nextToken();
          if (field.equals("Status")) {
            status = answer.getValueAsString("");
          } else if (field.equals("StartedAt")) {
            startedAt = answer.getValueAsString("");
          } else {
            answer.skipChildren();
          }
        }
      }
    }
    return new Glance(status, startedAt, takenAt);
  }

  /** Whether the run that is known goes on: then all else that is known of the container is still so (F3, F12). */
  boolean showsRunning(ContainerFacts known) {
    return status.equals("running") && startedAt.equals(known.startedAt());
  }

  private static boolean reached(JsonParser answer, String wanted) throws IOException {
    while (answer.nextToken() == JsonToken.FIELD_NAME) {
      String field = answer.currentName();
      boolean isObject = answer.nextToken() == JsonToken.START_OBJECT;
      if (field.equals(wanted)) {
        return isObject;
      }
      answer.skipChildren();
    }
    return false;
  }
}
