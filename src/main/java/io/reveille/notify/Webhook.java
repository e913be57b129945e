package io.reveille.notify;

import io.reveille.config.Secret;
import io.reveille.core.Alert;
import io.reveille.core.Letter;
import io.reveille.core.Timers;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A webhook for programs: CloudEvents 1.0 in JSON, signed as Standard Webhooks has it. */
record Webhook(Secret url, Secret secret, Timers timers) {
  private static final String ENCODED = "whsec_";
  private static final String HMAC = "HmacSHA256";

  Parcel form(Letter letter) {
    String body = event(letter).encode();
    String timestamp = String.valueOf(timers.wall().getEpochSecond());
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/cloudevents+json; charset=utf-8");
    headers.put("webhook-id", letter.id());
    headers.put("webhook-timestamp", timestamp);
    if (secret.isSet()) {
      headers.put("webhook-signature", signature(letter.id() + "." + timestamp + "." + body));
    }
    return new Parcel(url.value(), headers, Buffer.buffer(body));
  }

  private static JsonObject event(Letter letter) {
    Alert alert = letter.alert();
    JsonObject event = new JsonObject()
        .put("specversion", "1.0")
        .put("id", letter.id())
        .put("source", "urn:reveille")
        .put("type", "reveille." + alert.event())
        .put("time", alert.at().toString())
        .put("datacontenttype", "application/json");
    alert.agent().ifPresent(agent -> event.put("subject", agent.value()));
    letter.resolves().ifPresent(id -> event.put("resolves", id));
    JsonObject data = new JsonObject(alert.data())
        .put("title", alert.title())
        .put("text", alert.detail())
        .put("resolved", alert.resolved());
    return event.put("data", data);
  }

  String signature(String signed) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key(), HMAC));
      byte[] sum = mac.doFinal(signed.getBytes(StandardCharsets.UTF_8));
      return "v1," + Base64.getEncoder().encodeToString(sum);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(HMAC + " is part of every Java", impossible);
    }
  }

  private byte[] key() {
    String text = secret.value();
    return text.startsWith(ENCODED)
        ? Base64.getDecoder().decode(text.substring(ENCODED.length()))
        : text.getBytes(StandardCharsets.UTF_8);
  }
}
