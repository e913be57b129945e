package io.reveille.runtime;

import io.reveille.core.BotId;
import io.reveille.core.Exit;
import io.reveille.runtime.LocalProcess.Birth;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who was started, in memory and in a small file, so that after a {@code kill -9} the next Reveille finds its
 * agents again. Reading and writing block: only for a worker.
 */
final class ProcessRoll {
  private static final Logger LOG = LoggerFactory.getLogger(ProcessRoll.class);

  private final Path file;
  private final ProcessTable table;
  private final Map<BotId, LocalProcess> runs = new ConcurrentHashMap<>();
  private final AtomicLong changes = new AtomicLong();
  private long written;

  ProcessRoll(Path file, ProcessTable table) {
    this.file = file;
    this.table = table;
  }

  /** The last run of each agent that was ever started. */
  Map<BotId, LocalProcess> runs() {
    return Map.copyOf(runs);
  }

  Optional<LocalProcess> find(BotId agent) {
    return Optional.ofNullable(runs.get(agent));
  }

  /** The file in which the agent's output is collected. */
  Path outputOf(BotId agent) {
    return file.resolveSibling(agent + ".log");
  }

  /** Reads the file once, before anything else; what it names and what lives is taken over. */
  void load(Instant now) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    for (Map.Entry<String, Object> entry : read()) {
      BotId.parse(entry.getKey())
          .filter(agent -> entry.getValue() instanceof JsonObject)
          .ifPresent(agent -> runs.put(agent, recall(agent, (JsonObject) entry.getValue(), now)));
    }
    save();
  }

  void put(BotId agent, LocalProcess run) {
    runs.put(agent, run);
  }

  /** Writes what is so now. Of many who ask at the same time one writes for all. */
  void save() throws IOException {
    long change = changes.incrementAndGet();
    synchronized (this) {
      if (written >= change) {
        return;
      }
      long all = changes.get();
      write();
      written = all;
    }
  }

  private void write() throws IOException {
    JsonObject json = new JsonObject();
    runs.forEach((agent, run) -> json.put(agent.value(), run.toJson()));
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.write(fresh, json.toBuffer().getBytes());
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private JsonObject read() throws IOException {
    try {
      return new JsonObject(Files.readString(file));
    } catch (NoSuchFileException firstTime) {
      return new JsonObject();
    } catch (DecodeException | CharacterCodingException damaged) {
      LOG.error(
          "{} cannot be read ({}) and is begun anew. Processes that an earlier Reveille started may still run.",
          file,
          damaged.getMessage());
      return new JsonObject();
    }
  }

  private LocalProcess recall(BotId agent, JsonObject json, Instant now) {
    Birth birth = new Birth(
        json.getLong("pid"), json.getString("mark"), Instant.parse(json.getString("startedAt")));
    boolean dismissed = json.getBoolean("dismissed", false);
    Optional<Exit> known = Optional.ofNullable(json.getJsonObject("exit")).map(ProcessRoll::exit);
    if (known.isPresent()) {
      return LocalProcess.past(birth, known.get());
    }
    Optional<ProcessHandle> alive = ProcessHandle.of(birth.pid()).filter(h -> is(h, birth));
    if (alive.isPresent()) {
      LOG.info("{} still runs as process {} and is taken over", agent, birth.pid());
      return LocalProcess.adopted(birth, alive.get(), dismissed);
    }
    Exit exit = UnseenEnd.of(dismissed, !birth.mark().startsWith(table.boot()), now);
    LOG.warn(
        "{} (process {}) ended while Reveille was away; it counts as {}",
        agent,
        birth.pid(),
        exit.announced() ? "stopped" : "crashed");
    return LocalProcess.past(birth, exit);
  }

  /** The number may have gone to another process since; without a birthmark nothing is taken over. */
  private boolean is(ProcessHandle handle, Birth birth) {
    return table.birthmark(handle.pid()).filter(birth.mark()::equals).isPresent()
        && table.isThere(handle);
  }

  private static Exit exit(JsonObject json) {
    return new Exit(
        json.getInteger("code"),
        false,
        json.getBoolean("announced"),
        Instant.parse(json.getString("at")));
  }
}
