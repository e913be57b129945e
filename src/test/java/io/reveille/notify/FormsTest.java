package io.reveille.notify;

import static io.reveille.notify.Letters.end;
import static io.reveille.notify.Letters.letter;
import static io.reveille.notify.Letters.saying;
import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.config.Secret;
import io.reveille.testing.ManualTimers;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class FormsTest {
  private static final String URL = "https://hooks.example/services/T0/B0/secret";
  private static final Secret KEY = new Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

  private final ManualTimers timers = new ManualTimers();

  @Test
  void mattermostGetsATitleInBoldAndTheDetailAsText() {
    Parcel parcel =
        ChatForms.mattermostHook(URL, saying("lal_1 has failed", "@here *x*").alert());

    assertThat(parcel.url()).isEqualTo(URL);
    assertThat(json(parcel).getString("text"))
        .isEqualTo(":rotating_light: **lal\\_1 has failed**\n@\u200bhere \\*x\\*");
  }

  @Test
  void theBotPostsToItsChannelWithItsToken() {
    Parcel parcel = ChatForms.mattermostPost(
        "https://chat.example/", "t0ken", "c1", letter("a").alert());

    assertThat(parcel.url()).isEqualTo("https://chat.example/api/v4/posts");
    assertThat(parcel.headers()).containsEntry("Authorization", "Bearer t0ken");
    assertThat(json(parcel).getString("channel_id")).isEqualTo("c1");
    assertThat(json(parcel).getString("message")).startsWith(":rotating_light: **lal has failed**");
  }

  @Test
  void slackGetsPlainTextOnly() {
    JsonObject body = json(ChatForms.slackHook(
        URL, saying("lal <!here>", "<!channel> https://x.example").alert()));

    assertThat(body.getBoolean("mrkdwn")).isFalse();
    assertThat(body.getBoolean("unfurl_links")).isFalse();
    assertThat(body.encode()).doesNotContain("<!", "://");
    assertThat(body.getJsonArray("blocks"))
        .allSatisfy(
            block -> assertThat(((JsonObject) block).getJsonObject("text").getString("type"))
                .isEqualTo("plain_text"));
  }

  @Test
  void slackGetsNoMoreThanItTakes() {
    JsonObject body =
        json(ChatForms.slackHook(URL, saying("x", "y".repeat(9000)).alert()));

    String text =
        body.getJsonArray("blocks").getJsonObject(1).getJsonObject("text").getString("text");
    assertThat(text).hasSizeLessThan(3000).endsWith("…");
  }

  @Test
  void theEndLooksOtherThanTheBeginning() {
    assertThat(json(ChatForms.mattermostHook(URL, end("a").alert())).getString("text"))
        .startsWith(":white_check_mark: **Resolved: lal is back**");
    assertThat(
            new NtfyTopic(new Secret(URL), Secret.NONE).form(end("a").alert()).headers())
        .containsEntry("Priority", "3")
        .containsEntry("Tags", "white_check_mark");
  }

  @Test
  void aWebhookGetsACloudEvent() {
    Parcel parcel = new Webhook(new Secret(URL), Secret.NONE, timers).form(letter("id-1"));

    JsonObject event = json(parcel);
    assertThat(parcel.headers())
        .containsEntry("Content-Type", "application/cloudevents+json; charset=utf-8")
        .containsEntry("webhook-id", "id-1")
        .doesNotContainKey("webhook-signature");
    assertThat(event.getString("specversion")).isEqualTo("1.0");
    assertThat(event.getString("id")).isEqualTo("id-1");
    assertThat(event.getString("type")).isEqualTo("reveille.agent.failed");
    assertThat(event.getString("source")).isNotEmpty();
    assertThat(event.getString("subject")).isEqualTo("lal");
    assertThat(event.getString("time")).isEqualTo("2026-11-22T10:00:00Z");
    assertThat(event.getJsonObject("data"))
        .isEqualTo(new JsonObject()
            .put("agent", "lal")
            .put("title", "lal has failed")
            .put("text", "It crashed with exit code 1.")
            .put("resolved", false));
  }

  @Test
  void theEndNamesWhatItIsTheEndOf() {
    JsonObject event = json(new Webhook(new Secret(URL), Secret.NONE, timers).form(end("id-1")));

    assertThat(event.getString("resolves")).isEqualTo("id-1");
    assertThat(event.getString("id")).isEqualTo("id-1-resolved");
    assertThat(event.getJsonObject("data").getBoolean("resolved")).isTrue();
  }

  /** As a receiver does it, with the bytes that came. */
  @Test
  void aSignatureHoldsWhatTheReceiverComputes() throws Exception {
    Parcel parcel = new Webhook(new Secret(URL), KEY, timers).form(letter("id-1"));

    byte[] key = Base64.getDecoder().decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    mac.update(("id-1." + timers.wall().getEpochSecond() + ".").getBytes(StandardCharsets.UTF_8));
    String expected =
        "v1," + Base64.getEncoder().encodeToString(mac.doFinal(parcel.body().getBytes()));
    assertThat(parcel.headers())
        .containsEntry("webhook-timestamp", String.valueOf(timers.wall().getEpochSecond()))
        .containsEntry("webhook-signature", expected);
  }

  /** The vector that the libraries of Standard Webhooks test themselves with. */
  @Test
  void theSignatureIsThatOfTheStandard() {
    assertThat(new Webhook(new Secret(URL), KEY, timers)
            .signature("msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.{\"test\": 2432232314}"))
        .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @Test
  void ntfyGetsItsFactsInHeaders() {
    NtfyTopic topic = new NtfyTopic(new Secret(URL), new Secret("tk_1"));

    Parcel parcel =
        topic.form(saying("läl\r\nX-Evil: 1", "see https://x.example").alert());

    assertThat(parcel.headers().get("Title"))
        .isNotNull()
        .doesNotContain("\n")
        .startsWith("=?UTF-8?B?");
    assertThat(parcel.headers())
        .containsEntry("Authorization", "Bearer tk_1")
        .containsEntry("Priority", "4")
        .containsEntry("Tags", "rotating_light");
    assertThat(parcel.body().toString()).isEqualTo("see https:\u200b//x.example");
  }

  private static JsonObject json(Parcel parcel) {
    return new JsonObject(parcel.body());
  }
}
