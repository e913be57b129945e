package io.reveille.notify;

import static io.reveille.testing.Await.await;
import static io.reveille.testing.Await.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.VertxTimers;
import io.reveille.config.GatewayConfig.Chat;
import io.reveille.config.GatewayConfig.Chat.OnReady;
import io.reveille.config.Secret;
import io.reveille.notify.ChatFault.Kind;
import io.reveille.notify.ChatServer.Saying;
import io.reveille.notify.ChatServer.Sign;
import io.reveille.testing.ChatReply;
import io.reveille.testing.ScriptedChat;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.ext.web.client.WebClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Both chat servers over real sockets, every call held against their descriptions. */
class ChatCallsTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Place CHANNEL =
      Place.of("mattermost:" + "c".repeat(26), Optional.empty()).orElseThrow();
  private static final Place THREAD =
      Place.of("mattermost:" + "c".repeat(26), Optional.of("t".repeat(26))).orElseThrow();
  private static final Place SLACK =
      Place.of("slack:C0123456789", Optional.empty()).orElseThrow();
  private static final Place SLACK_THREAD =
      Place.of("slack:C0123456789", Optional.of("1795341600.000099")).orElseThrow();
  private static final Saying WAKING = new Saying("**lal** is waking up.", "is waking up lal");

  private final Vertx vertx = Vertx.vertx();
  private final Context loop = vertx.getOrCreateContext();
  private final ScriptedChat chat = ScriptedChat.start();
  private final ChatServers servers = new ChatServers(
      WebClient.create(vertx, NotifierVerticle.options()),
      new VertxTimers(vertx),
      () -> new Chat(
          new Chat.Waking(Duration.ZERO, Duration.ZERO, OnReady.DELETE),
          new Chat.Mattermost(chat.url() + "/", new Secret("mattermost-bot")),
          new Chat.Slack(new Secret("xoxb-slack-bot"))),
      chat.url());

  @AfterEach
  void close() {
    chat.close();
    await(vertx.close(), LONG);
  }

  @Test
  void mattermostIsTypedToInTheRightThread() {
    done(() -> server(THREAD).type(THREAD, WAKING));
    done(() -> server(CHANNEL).type(CHANNEL, WAKING));

    assertThat(chat.calls("mattermost.typing").get(0).body().getMap())
        .containsEntry("parent_id", "t".repeat(26));
    assertThat(chat.calls("mattermost.typing").get(1).body().getMap())
        .containsOnlyKeys("channel_id");
    assertThat(chat.calls()).allMatch(call -> call.token().equals("mattermost-bot"));
  }

  @Test
  void mattermostPostIsWrittenEditedAndTakenAway() {
    Sign sign = done(() -> server(THREAD).post(THREAD, WAKING, () -> true));
    assertThat(chat.room().posts().get(0).thread()).isEqualTo("t".repeat(26));
    assertThat(chat.room().texts()).containsExactly("**lal** is waking up.");

    done(() -> server(THREAD).edit(sign, new Saying("crashed", "")));
    assertThat(chat.room().texts()).containsExactly("crashed");

    done(() -> server(THREAD).remove(sign));
    assertThat(chat.room().texts()).isEmpty();
  }

  @Test
  void slackMessageIsWrittenEditedAndTakenAway() {
    done(() -> server(SLACK).type(SLACK, WAKING));
    Sign sign = done(() -> server(SLACK).post(SLACK, WAKING, () -> true));
    assertThat(chat.room().texts()).containsExactly("**lal** is waking up.");

    done(() -> server(SLACK).edit(sign, new Saying("crashed", "")));
    assertThat(chat.room().texts()).containsExactly("crashed");

    done(() -> server(SLACK).remove(sign));
    assertThat(chat.room().texts()).isEmpty();
    assertThat(chat.calls("slack.status")).isEmpty();
    assertThat(chat.calls()).allMatch(call -> call.token().equals("xoxb-slack-bot"));
  }

  @Test
  void slackThreadShowsALineThatIsTakenAway() {
    Sign sign = done(() -> server(SLACK).post(SLACK_THREAD, WAKING, () -> true));
    assertThat(status()).isEqualTo("is waking up lal");
    assertThat(sign.id()).isEmpty();

    done(() -> server(SLACK).edit(sign, new Saying("", "is restarting lal")));
    assertThat(status()).isEqualTo("is restarting lal");

    done(() -> server(SLACK).remove(sign));
    assertThat(status()).isEmpty();
    assertThat(chat.room().texts()).isEmpty();
  }

  @Test
  void lastWordInASlackThreadIsAMessage() {
    Sign sign = done(() -> server(SLACK).post(SLACK_THREAD, WAKING, () -> true));

    done(() -> server(SLACK).conclude(sign, "did not wake up"));

    assertThat(chat.room().posts().get(0).thread()).isEqualTo("1795341600.000099");
    assertThat(status()).isEmpty();
  }

  @Test
  void slackAppThatMayNotShowALineWritesAMessageIntoTheThread() {
    chat.always("slack.status", ChatReply.slackError("missing_scope"));

    done(() -> server(SLACK).type(SLACK_THREAD, WAKING));
    Sign sign = done(() -> server(SLACK).post(SLACK_THREAD, WAKING, () -> true));

    assertThat(sign.id()).isPresent();
    assertThat(chat.room().posts().get(0).thread()).isEqualTo("1795341600.000099");
  }

  @ParameterizedTest
  @CsvSource({"401, TOKEN", "403, PLACE", "404, PLACE", "400, REFUSED", "500, UNKNOWN"})
  void mattermostRefusalIsUnderstood(int status, Kind kind) {
    chat.next("mattermost.post", ChatReply.status(status));

    assertThat(fault(() -> server(CHANNEL).post(CHANNEL, WAKING, () -> true)).kind())
        .isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource({
    "invalid_auth, TOKEN",
    "not_in_channel, PLACE",
    "channel_not_found, PLACE",
    "ratelimited, TOO_MANY",
    "internal_error, UNKNOWN",
    "msg_too_long, REFUSED"
  })
  void slackRefusalIsUnderstoodAlthoughItsStatusIs200(String error, Kind kind) {
    chat.next("slack.post", ChatReply.slackError(error));

    assertThat(fault(() -> server(SLACK).post(SLACK, WAKING, () -> true)).kind())
        .isEqualTo(kind);
  }

  @Test
  void postThatIsNotThereAnyMoreIsGone() {
    Sign mattermost = new Sign(CHANNEL, Optional.of("x".repeat(26)));
    Sign slack = new Sign(SLACK, Optional.of("1795341600.000042"));

    assertThat(fault(() -> server(CHANNEL).remove(mattermost)).kind()).isEqualTo(Kind.GONE);
    assertThat(fault(() -> server(CHANNEL).conclude(mattermost, "a")).kind()).isEqualTo(Kind.GONE);
    assertThat(fault(() -> server(SLACK).remove(slack)).kind()).isEqualTo(Kind.GONE);
    assertThat(fault(() -> server(SLACK).conclude(slack, "a")).kind()).isEqualTo(Kind.GONE);
  }

  @Test
  void refusedTokenSilencesTheWholeServer() {
    chat.next("mattermost.typing", ChatReply.status(401));
    fault(() -> server(CHANNEL).type(CHANNEL, WAKING));

    assertThat(fault(() -> server(THREAD).post(THREAD, WAKING, () -> true)).kind())
        .isEqualTo(Kind.TOKEN);
    assertThat(chat.calls()).hasSize(1);
  }

  @Test
  void forbiddenChannelSilencesThatChannelOnly() {
    Place other = Place.of("mattermost:" + "d".repeat(26), Optional.empty()).orElseThrow();
    chat.next("mattermost.post", ChatReply.status(403));
    fault(() -> server(CHANNEL).post(CHANNEL, WAKING, () -> true));

    fault(() -> server(CHANNEL).type(CHANNEL, WAKING));
    done(() -> server(CHANNEL).type(other, WAKING));

    assertThat(chat.calls()).hasSize(2);
  }

  @Test
  void pauseThatIsAskedForIsKept() {
    chat.next("mattermost.post", ChatReply.tooMany(Duration.ofSeconds(40)));
    ChatFault asked = fault(() -> server(CHANNEL).post(CHANNEL, WAKING, () -> true));

    ChatFault kept = fault(() -> server(CHANNEL).type(CHANNEL, WAKING));

    assertThat(asked.pause()).isEqualTo(Duration.ofSeconds(40));
    assertThat(kept.kind()).isEqualTo(Kind.TOO_MANY);
    assertThat(kept.pause()).isPositive().isLessThanOrEqualTo(Duration.ofSeconds(40));
    assertThat(chat.calls()).hasSize(1);
  }

  @Test
  void pauseWithoutALengthIsTenSeconds() {
    chat.next("slack.post", ChatReply.tooMany());

    assertThat(fault(() -> server(SLACK).post(SLACK, WAKING, () -> true)).pause())
        .isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void connectionThatIsResetLeavesItUnknownWhetherItWasPosted() {
    chat.next("mattermost.post", ChatReply.LOST);

    assertThat(fault(() -> server(CHANNEL).post(CHANNEL, WAKING, () -> true)).kind())
        .isEqualTo(Kind.UNKNOWN);
    assertThat(chat.room().texts()).hasSize(1);
  }

  @Test
  void postThatNobodyWantsAnyMoreIsNotSent() {
    assertThat(fault(() -> server(CHANNEL).post(CHANNEL, WAKING, () -> false)).kind())
        .isEqualTo(Kind.SKIPPED);
    assertThat(chat.calls()).isEmpty();
  }

  @Test
  void typingIsLeftOutWhileOtherCallsHang() {
    Promise<Void> gate = Promise.promise();
    chat.always("mattermost.post", ChatReply.WELL.after(gate.future()));
    List<Future<Sign>> hanging = List.of(post(), post(), post(), post(), post());
    until(() -> chat.calls().size() == 4, LONG); // the fifth waits for its turn

    assertThat(fault(() -> server(CHANNEL).type(CHANNEL, WAKING)).kind()).isEqualTo(Kind.SKIPPED);
    gate.complete();
    hanging.forEach(answer -> await(answer, LONG));

    assertThat(chat.calls("mattermost.typing")).isEmpty();
    assertThat(chat.room().texts()).hasSize(5);
  }

  private Future<Sign> post() {
    return onLoop(() -> server(CHANNEL).post(CHANNEL, WAKING, () -> true));
  }

  private String status() {
    return chat.room().status("C0123456789", "1795341600.000099");
  }

  private ChatServer server(Place place) {
    return servers.of(place.server()).orElseThrow();
  }

  private <T> T done(Supplier<Future<T>> call) {
    return await(onLoop(call), LONG);
  }

  private ChatFault fault(Supplier<? extends Future<?>> call) {
    Promise<ChatFault> fault = Promise.promise();
    loop.runOnContext(here -> call.get()
        .onSuccess(well -> fault.fail("it was done"))
        .onFailure(thrown -> fault.complete(ChatFault.of(thrown))));
    return await(fault.future(), LONG);
  }

  private <T> Future<T> onLoop(Supplier<Future<T>> call) {
    Promise<T> done = Promise.promise();
    loop.runOnContext(here -> call.get().onComplete(done));
    return done.future();
  }
}
