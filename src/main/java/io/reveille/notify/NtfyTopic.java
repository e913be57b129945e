package io.reveille.notify;

import io.reveille.config.Secret;
import io.reveille.core.Alert;
import io.vertx.core.buffer.Buffer;
import java.util.LinkedHashMap;
import java.util.Map;

/** A topic of an ntfy server: plain text with a title, to phones. */
record NtfyTopic(Secret url, Secret token) {
  /** A longer one would be made into an attachment. */
  private static final int MOST = 1000;

  Parcel form(Alert alert) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "text/plain; charset=utf-8");
    headers.put("Title", PlainText.inHeader(PlainText.withoutLinks(alert.title())));
    headers.put("Priority", alert.resolved() ? "3" : "4");
    headers.put("Tags", alert.resolved() ? "white_check_mark" : "rotating_light");
    if (token.isSet()) {
      headers.put("Authorization", "Bearer " + token.value());
    }
    String text = alert.detail().isEmpty() ? alert.title() : alert.detail();
    return new Parcel(
        url.value(),
        headers,
        Buffer.buffer(PlainText.withoutLinks(PlainText.shortened(text, MOST))));
  }
}
