package io.reveille.lifecycle;

import io.reveille.core.Endpoint;
import io.reveille.testing.Await;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;

/** A real server that gives one scripted answer per connection; the last one again and again. */
final class ScriptedAgent {
  /** Accepts and closes, as Docker's userland proxy does before anybody listens behind it. */
  static final String HANGS_UP = "";

  /** Accepts and says nothing. */
  static final String KEEPS_SILENT = "silence";

  final List<String> requests = new CopyOnWriteArrayList<>();
  private final Deque<String> script = new ConcurrentLinkedDeque<>();
  private final NetServer server;

  ScriptedAgent(Vertx vertx, String... answers) {
    script.addAll(Arrays.asList(answers));
    server = vertx.createNetServer().connectHandler(this::serve);
    Await.await(server.listen(0, "127.0.0.1"));
  }

  static String status(int code) {
    return answer(code, "");
  }

  static String answer(int code, String body) {
    return "HTTP/1.1 " + code + " X\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
  }

  private void serve(NetSocket socket) {
    String answer = script.size() > 1 ? script.remove() : script.element();
    socket.handler(request -> {
      String text = request.toString();
      requests.add(text.substring(0, text.indexOf(" HTTP")));
      if (answer.equals(HANGS_UP)) {
        socket.close();
      } else if (!answer.equals(KEEPS_SILENT)) {
        socket.write(answer);
      }
    });
  }

  Endpoint endpoint() {
    return new Endpoint(false, "127.0.0.1", server.actualPort());
  }
}
