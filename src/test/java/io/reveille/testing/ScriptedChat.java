package io.reveille.testing;

import static io.reveille.testing.Await.await;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Mattermost, Slack and their incoming webhooks on one port of loopback. Does what it is asked to, unless a script says
 * otherwise. Whatever is said to it is held against the descriptions under {@code chat/}; {@link #close} fails when
 * something was said that stands in none of them.
 */
public final class ScriptedChat implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(30);

  private final Vertx vertx;
  private final ChatContract contract;
  private final HttpServer server;
  private final ChatRoom room = new ChatRoom();
  private final Map<String, Deque<ChatReply>> scripts = new ConcurrentHashMap<>();
  private final Map<String, ChatReply> always = new ConcurrentHashMap<>();
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private final List<String> violations = new CopyOnWriteArrayList<>();

  /**
   * One call as it came in.
   *
   * @param operation its name in the description, for example {@code mattermost.post}
   * @param path with the IDs of posts
   */
  public record Call(String operation, String path, String token, JsonObject body) {
    public String text(String key) {
      return body.getString(key, "");
    }
  }

  private ScriptedChat(Vertx vertx, ChatContract contract, HttpServer server) {
    this.vertx = vertx;
    this.contract = contract;
    this.server = server;
    server.requestHandler(this::handle);
  }

  public static ScriptedChat start() {
    return start(0);
  }

  /** On a port that a test has chosen, for a server that comes back. */
  public static ScriptedChat start(int port) {
    Vertx vertx = Vertx.vertx();
    ChatContract contract = await(ChatContract.read(vertx), START);
    ScriptedChat chat = new ScriptedChat(vertx, contract, vertx.createHttpServer());
    await(chat.server.listen(port, "127.0.0.1"), START);
    return chat;
  }

  /** The address of the Mattermost server, and of Slack's. */
  public String url() {
    return "http://127.0.0.1:" + port();
  }

  public int port() {
    return server.actualPort();
  }

  /** The answers to the next calls of {@code operation}, in this order. */
  public ScriptedChat next(String operation, ChatReply... replies) {
    scripts
        .computeIfAbsent(operation, name -> new ConcurrentLinkedDeque<>())
        .addAll(List.of(replies));
    return this;
  }

  /** The answer to every call of {@code operation} that has no other. */
  public ScriptedChat always(String operation, ChatReply reply) {
    always.put(operation, reply);
    return this;
  }

  public List<Call> calls() {
    return List.copyOf(calls);
  }

  public List<Call> calls(String operation) {
    return calls.stream().filter(call -> call.operation().equals(operation)).toList();
  }

  /** What people see there now. */
  public ChatRoom room() {
    return room;
  }

  /** Sentences about what was said and should not have been. */
  public List<String> violations() {
    return List.copyOf(violations);
  }

  @Override
  public void close() {
    await(vertx.close(), START);
    if (!violations.isEmpty()) {
      throw new AssertionError("said to a chat server: " + violations);
    }
  }

  private void handle(HttpServerRequest request) {
    Optional<String> operation = contract.operation(request);
    if (operation.isEmpty()) {
      violations.add(request.method() + " " + request.path() + " is no call that Reveille makes");
      request.response().setStatusCode(404).end();
      return;
    }
    contract
        .check(request)
        .onSuccess(body -> called(operation.get(), request, body))
        .onFailure(wrong -> {
          violations.add(operation.get() + ": " + wrong.getMessage());
          request.response().setStatusCode(400).end();
        });
  }

  private void called(String operation, HttpServerRequest request, JsonObject body) {
    String header = Optional.ofNullable(request.getHeader("Authorization")).orElse("");
    Call call = new Call(operation, request.path(), header.replaceFirst("^Bearer ", ""), body);
    if (!operation.endsWith(".hook") && !header.startsWith("Bearer ")) {
      violations.add(operation + " came without a token");
    }
    calls.add(call);
    ChatReply reply = script(operation);
    // what is done is done when it is asked for, whenever the answer comes
    ChatRoom.Answer done = reply.done() ? room.take(call) : ChatRoom.refusal(operation, reply);
    reply.until().onComplete(now -> vertx.runOnContext(here -> answer(request, call, reply, done)));
  }

  private ChatReply script(String operation) {
    return Optional.ofNullable(
            scripts.getOrDefault(operation, new ArrayDeque<>()).poll())
        .orElse(always.getOrDefault(operation, ChatReply.WELL));
  }

  private void answer(
      HttpServerRequest request, Call call, ChatReply reply, ChatRoom.Answer answer) {
    if (reply.lost()) {
      request.connection().close();
      return;
    }
    Buffer body = Buffer.buffer(answer.body());
    if (answer.isJson()) { // the validator has no eye for plain text
      contract
          .check(call.operation(), answer.status(), body, answer.type())
          .onFailure(wrong -> violations.add("the script of " + call + ": " + wrong.getMessage()));
    }
    request.response().setStatusCode(answer.status()).putHeader("Content-Type", answer.type());
    reply
        .retryAfter()
        .ifPresent(
            wait -> request.response().putHeader("Retry-After", String.valueOf(wait.toSeconds())));
    // one who has hung up meanwhile hears nothing, as he wanted
    request.response().end(body);
  }
}
