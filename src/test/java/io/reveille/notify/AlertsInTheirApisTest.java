package io.reveille.notify;

import static io.reveille.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.VertxTimers;
import io.reveille.config.Secret;
import io.reveille.core.Alert;
import io.reveille.notify.Target.Answer;
import io.reveille.notify.Target.Result;
import io.reveille.testing.ChatReply;
import io.reveille.testing.ScriptedChat;
import io.vertx.core.Vertx;
import io.vertx.ext.web.client.WebClient;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Alerts as the chat servers get them, held against the descriptions of their APIs. */
class AlertsInTheirApisTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Alert ALERT =
      Letters.saying("lal has failed", "It crashed with exit code 1.").alert();

  private final Vertx vertx = Vertx.vertx();
  private final ScriptedChat chat = ScriptedChat.start();
  private final Courier courier = new Courier(
      WebClient.create(vertx, NotifierVerticle.options()), new VertxTimers(vertx), LONG);

  @AfterEach
  void close() {
    chat.close();
    await(vertx.close(), LONG);
  }

  @Test
  void mattermostTakesAlertsByWebhook() {
    assertTaken(ChatForms.mattermostHook(chat.url() + "/hooks/abc123", ALERT));
  }

  @Test
  void mattermostTakesAlertsAsPostsOfABot() {
    assertTaken(ChatForms.mattermostPost(chat.url(), "bot", "c".repeat(26), ALERT));
  }

  @Test
  void slackTakesAlertsByWebhook() {
    assertTaken(ChatForms.slackHook(chat.url() + "/services/T01/B01/key", ALERT));
  }

  @Test
  void hookThatWasDeletedIsGone() {
    chat.next("slack.hook", ChatReply.status(410));

    assertThat(send(ChatForms.slackHook(chat.url() + "/services/T01/B01/key", ALERT))
            .result())
        .isEqualTo(Result.GONE);
  }

  private void assertTaken(Parcel parcel) {
    assertThat(send(parcel).result()).isEqualTo(Result.TAKEN);
    assertThat(chat.room().texts()).hasSize(1);
  }

  private Answer send(Parcel parcel) {
    return await(courier.bring(parcel, Redaction.of(Secret.NONE)), LONG);
  }
}
