package io.reveille.testing;

import static io.reveille.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The scripted server is a proof only if it refuses what the real ones would refuse. */
class ScriptedChatTest {
  private static final String CHANNEL = "c".repeat(26);

  private final Vertx vertx = Vertx.vertx();
  private final WebClient client = WebClient.create(vertx);
  private final ScriptedChat chat = ScriptedChat.start();

  @AfterEach
  void close() {
    await(vertx.close());
  }

  @Test
  void whatIsDescribedIsDone() {
    HttpResponse<Buffer> answer = await(
        send("/api/v4/posts", new JsonObject().put("channel_id", CHANNEL).put("message", "hello")));

    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(chat.room().texts()).containsExactly("hello");
    chat.close();
  }

  @Test
  void memberThatIsNotDescribedIsAFault() {
    await(send(
        "/api/v4/posts",
        new JsonObject().put("channel_id", CHANNEL).put("message", "a").put("root", CHANNEL)));

    assertFault("mattermost.post");
  }

  @Test
  void missingMemberIsAFault() {
    await(send("/api/chat.postMessage", new JsonObject().put("channel", "C0123456")));

    assertFault("slack.post");
  }

  @Test
  void malformedChannelIsAFault() {
    await(send("/api/v4/users/me/typing", new JsonObject().put("channel_id", "town-square")));

    assertFault("mattermost.typing");
  }

  @Test
  void callThatNobodyDescribedIsAFault() {
    await(send("/api/v4/users/me", new JsonObject()));

    assertFault("/api/v4/users/me");
  }

  @Test
  void callWithoutATokenIsAFault() {
    await(client
        .postAbs(chat.url() + "/api/chat.delete")
        .sendJsonObject(
            new JsonObject().put("channel", "C0123456").put("ts", "1795341600.000001")));

    assertFault("without a token");
  }

  @Test
  void scriptsAreAnsweredInTheirOrderAndThenAllIsWell() {
    chat.next("mattermost.post", ChatReply.status(403), ChatReply.tooMany(Duration.ofSeconds(7)));
    JsonObject post = new JsonObject().put("channel_id", CHANNEL).put("message", "hello");

    assertThat(await(send("/api/v4/posts", post)).statusCode()).isEqualTo(403);
    assertThat(await(send("/api/v4/posts", post)).getHeader("Retry-After")).isEqualTo("7");
    assertThat(await(send("/api/v4/posts", post)).statusCode()).isEqualTo(201);
    assertThat(chat.room().texts()).hasSize(1);
    chat.close();
  }

  @Test
  void answerWaitsForItsGateAndMayGetLost() {
    Promise<Void> gate = Promise.promise();
    chat.next("mattermost.post", ChatReply.LOST.after(gate.future()));
    Future<HttpResponse<Buffer>> answer =
        send("/api/v4/posts", new JsonObject().put("channel_id", CHANNEL).put("message", "hello"));
    Await.until(() -> !chat.calls().isEmpty(), Duration.ofSeconds(20));
    assertThat(answer.isComplete()).isFalse();

    gate.complete();

    assertThatThrownBy(() -> await(answer)).isInstanceOf(AssertionError.class);
    assertThat(chat.room().texts()).containsExactly("hello");
    chat.close();
  }

  private void assertFault(String part) {
    assertThatThrownBy(chat::close).isInstanceOf(AssertionError.class).hasMessageContaining(part);
  }

  private Future<HttpResponse<Buffer>> send(String path, JsonObject body) {
    return client
        .requestAbs(HttpMethod.POST, chat.url() + path)
        .bearerTokenAuthentication("bot")
        .sendJsonObject(body);
  }
}
