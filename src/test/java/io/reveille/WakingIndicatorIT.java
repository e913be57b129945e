package io.reveille;

import static io.reveille.testing.Await.await;
import static io.reveille.testing.Await.pass;
import static io.reveille.testing.Await.until;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.async.ResultCallback;
import io.reveille.Caller.Answer;
import io.reveille.core.Agent.State;
import io.reveille.testing.ChatReply;
import io.reveille.testing.ChatRoom.Post;
import io.reveille.testing.DockerLab;
import io.reveille.testing.ReveilleProcess;
import io.reveille.testing.ScriptedChat;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People in the chat see a real agent wake up. It is ready when the test says so. */
class WakingIndicatorIT {
  private static final Duration LONG = Duration.ofSeconds(90);
  private static final String CHANNEL = "c".repeat(26);
  private static final String THREAD = "t".repeat(26);
  private static final int MANY = 50;

  @TempDir
  Path folder;

  private DockerLab docker;
  private ScriptedChat chat;

  @BeforeEach
  void open() {
    docker = DockerLab.engine();
    chat = ScriptedChat.start();
  }

  @AfterEach
  void close() throws IOException {
    if (docker != null) {
      docker.close();
    }
    if (chat != null) {
      chat.close();
    }
  }

  @Test
  void wakeShorterThanTypingAfterSendsNothing() throws IOException {
    DockerLab.Plan lal = docker.container("lal").publish(8080);
    docker.pause(lal.start());
    try (GatewayLab lab = GatewayLab.start(docker, config(lal, "5s", "5s", "/index.html"))) {
      Answer answer = await(lab.caller().get("/bots/lal/"), LONG);

      assertThat(answer.wake()).isEqualTo("unpause");
      pass(Duration.ofSeconds(6));
      assertThat(chat.calls()).isEmpty();
    }
  }

  @Test
  void fiftyHeldMessagesShareOnePostInTheirThreadAndItGoesWhenTheAgentIsReady() throws IOException {
    DockerLab.Plan lal = docker.container("lal").publish(8080);
    String id = lal.create();
    try (GatewayLab lab = GatewayLab.start(docker, config(lal, "100ms", "300ms", "/ready"))) {
      List<Future<Answer>> answers = new ArrayList<>();
      for (int message = 0; message < MANY; message++) {
        answers.add(lab.caller().get("/bots/lal/", inThread("m" + message)));
      }
      lab.untilHeld(MANY, "lal");
      until(() -> chat.room().posts().size() == 1, LONG);
      Post post = chat.room().posts().get(0);

      makeReady(id);
      answers.forEach(answer -> assertThat(await(answer, LONG).status()).isEqualTo(200));

      until(() -> chat.room().posts().isEmpty(), LONG);
      assertThat(post.text()).isEqualTo(":alarm_clock: **lal** is waking up.");
      assertThat(post.channel()).isEqualTo(CHANNEL);
      assertThat(post.thread()).isEqualTo(THREAD);
      assertThat(chat.calls("mattermost.post")).hasSize(1);
      assertThat(chat.calls("mattermost.typing")).isNotEmpty();
      assertThat(chat.calls("mattermost.delete")).hasSize(1);
    }
  }

  @Test
  void eachPlaceInWhichSomebodyWaitsIsTold() throws IOException {
    DockerLab.Plan lal = docker.container("lal").publish(8080);
    String id = lal.create();
    try (GatewayLab lab = GatewayLab.start(docker, config(lal, "100ms", "300ms", "/ready"))) {
      Future<Answer> inThread = lab.caller().get("/bots/lal/", inThread("m1"));
      Future<Answer> atHome = lab.caller().get("/bots/lal/");
      Future<Answer> malformed =
          lab.caller().get("/bots/lal/", Map.of("Reveille-Channel", "irc:#bots <script>"));
      until(() -> chat.room().posts().size() == 2, LONG);

      assertThat(chat.room().posts().stream().map(Post::thread))
          .containsExactlyInAnyOrder(THREAD, "");
      makeReady(id);
      for (Future<Answer> answer : List.of(inThread, atHome, malformed)) {
        assertThat(await(answer, LONG).status()).isEqualTo(200);
      }
      until(() -> chat.room().posts().isEmpty(), LONG);
    }
  }

  @Test
  void chatServerThatHangsHoldsNobodyUp() throws IOException {
    Promise<Void> gate = Promise.promise();
    chat.always("mattermost.typing", ChatReply.WELL.after(gate.future()))
        .always("mattermost.post", ChatReply.WELL.after(gate.future()));
    DockerLab.Plan lal = docker.container("lal").publish(8080);
    String id = lal.create();
    try (GatewayLab lab = GatewayLab.start(docker, config(lal, "100ms", "300ms", "/ready"))) {
      Future<Answer> answer = lab.caller().get("/bots/lal/");
      until(() -> chat.calls("mattermost.post").size() == 1, LONG);

      makeReady(id);

      assertThat(await(answer, LONG).status()).isEqualTo(200);
      assertThat(chat.calls("mattermost.delete")).isEmpty(); // the chat has not answered yet
      gate.complete();
      until(() -> chat.calls("mattermost.delete").size() == 1, LONG);
      assertThat(chat.room().posts()).isEmpty();
    }
  }

  @Test
  void chatServerThatForbidsHoldsNobodyUpAndIsLeftAlone() throws IOException {
    chat.always("mattermost.typing", ChatReply.status(403))
        .always("mattermost.post", ChatReply.status(403));
    DockerLab.Plan lal = docker.container("lal").publish(8080);
    String id = lal.create();
    try (GatewayLab lab = GatewayLab.start(docker, config(lal, "100ms", "300ms", "/ready"))) {
      Future<Answer> answer = lab.caller().get("/bots/lal/");
      until(() -> !chat.calls().isEmpty(), LONG);
      lab.untilIs(State.STARTING, "lal");

      makeReady(id);

      assertThat(await(answer, LONG).status()).isEqualTo(200);
      assertThat(chat.calls()).hasSize(1);
    }
  }

  @Test
  void postOfAReveilleThatWasKilledIsTakenAwayByTheNext() {
    DockerLab.Plan lal = docker.container("lal").publish(8080);
    lal.create();
    JsonObject config = new JsonObject(config(lal, "100ms", "300ms", "/ready").replace('\'', '"'))
        .put("docker", new JsonObject().put("endpoint", docker.host()));
    try (ReveilleProcess reveille = new ReveilleProcess(folder, config)) {
      reveille.start();
      CompletableFuture<Void> caller = CompletableFuture.runAsync(() -> ask(reveille));
      until(() -> chat.room().posts().size() == 1, LONG);
      until(() -> isWrittenDown(folder.resolve("state.db")), LONG);
      reveille.kill9();
      caller.join();
      assertThat(chat.room().posts()).hasSize(1);

      reveille.start();

      until(() -> chat.room().posts().isEmpty(), LONG);
    }
  }

  private static boolean isWrittenDown(Path database) {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = connection.createStatement();
        ResultSet posts = statement.executeQuery("SELECT * FROM indicator_post")) {
      return posts.next();
    } catch (SQLException busy) {
      return false;
    }
  }

  private static void ask(ReveilleProcess reveille) {
    try {
      reveille.get("lal", "/");
    } catch (UncheckedIOException killed) {
      assertThat(killed).isNotNull(); // as it must be
    }
  }

  private static Map<String, String> inThread(String message) {
    return Map.of(
        "Reveille-Channel", "mattermost:" + CHANNEL,
        "Reveille-Thread", THREAD,
        "Reveille-Message", message);
  }

  private String config(DockerLab.Plan lal, String typing, String post, String ready) {
    return """
        {
          'chat': {
            'waking': { 'typingAfter': '%s', 'postAfter': '%s' },
            'mattermost': { 'url': '%s', 'token': 'bot' }
          },
          'agents': { 'lal': {
            'container': '%s', 'port': 8080, 'idleTimeout': 0,
            'ready': { 'path': '%s', 'timeout': '3m' }, 'wake': { 'holdTimeout': '3m' },
            'chat': { 'channel': 'mattermost:%s' }
          } }
        }
        """.formatted(typing, post, chat.url(), lal.name(), ready, CHANNEL);
  }

  private void makeReady(String id) {
    String exec = docker
        .docker()
        .execCreateCmd(id)
        .withCmd("/bin/busybox", "touch", "/www/ready")
        .exec()
        .getId();
    try {
      docker.docker().execStartCmd(exec).exec(new ResultCallback.Adapter<>()).awaitCompletion();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", stopped);
    }
  }
}
