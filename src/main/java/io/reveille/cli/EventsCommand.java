package io.reveille.cli;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

@CommandLine.Command(description = "Shows what happened, one event a line.")
final class EventsCommand extends Command {
  private static final int PAUSE_SECONDS = 1;
  private static final int NEWEST = 1000;

  @Option(
      names = {"-f", "--follow"},
      description = "goes on with what happens")
  private boolean follow;

  @Option(names = "--limit", paramLabel = "N", description = "ends after so many events")
  private int limit = Integer.MAX_VALUE;

  private @Nullable String lastId;
  private int shown;

  EventsCommand(Session session) {
    super(session);
  }

  @Override
  public Integer call() throws InterruptedException {
    AdminClient client = session.client();
    JsonArray kept = client.get("/api/v1/events?tail=" + NEWEST).getJsonArray("items");
    for (int index = 0; index < kept.size() && shown < limit; index++) {
      show(kept.getJsonObject(index));
    }
    session.out.flush();
    if (follow) {
      follow(client);
    }
    return ExitCode.OK;
  }

  private void follow(AdminClient client) throws InterruptedException {
    while (shown < limit) {
      try (Stream<String> lines = client.events(Optional.of(lastId == null ? "0" : lastId))) {
        read(lines.iterator());
      } catch (Failure gone) {
        if (gone.exitCode() != ExitCode.NOT_REACHABLE) {
          throw gone;
        }
        session.err.println("Reveille does not answer; trying again");
      } catch (UncheckedIOException cut) {
        session.err.println("The stream was cut; trying again");
      }
      session.err.flush();
      if (shown < limit) {
        TimeUnit.SECONDS.sleep(PAUSE_SECONDS);
      }
    }
  }

  private void read(Iterator<String> lines) {
    JsonObject event = new JsonObject();
    while (shown < limit && lines.hasNext()) {
      String line = lines.next();
      if (line.startsWith("id: ")) {
        event.put("id", line.substring(4));
      } else if (line.startsWith("event: ")) {
        event.put("type", line.substring(7));
      } else if (line.startsWith("data: ")) {
        show(event.put("data", new JsonObject(line.substring(6))));
        session.out.flush();
        event = new JsonObject();
      }
    }
  }

  private void show(JsonObject event) {
    shown++;
    lastId = event.getString("id");
    session.out.println(session.json() ? event.encode() : line(event));
  }

  /** For example {@code 2026-11-22T10:00:00Z  agent.ready  lal  starting -> running  (request)  212 ms}. */
  private static String line(JsonObject event) {
    JsonObject data = event.getJsonObject("data");
    StringBuilder line = new StringBuilder(data.getString("at"));
    line.append("  ").append(event.getString("type").replaceFirst("^reveille\\.", ""));
    append(line, "  ", data.getString("agent"), "");
    append(line, "  ", data.getString("previous"), " ->");
    append(line, " ", data.getString("state"), "");
    append(line, "  (", data.getString("cause"), ")");
    append(line, "  ", data.getValue("durationMs"), " ms");
    append(line, "  ", data.getString("detail"), "");
    return line.toString();
  }

  private static void append(
      StringBuilder line, String before, @Nullable Object fact, String after) {
    if (fact != null) {
      line.append(before).append(fact).append(after);
    }
  }
}
