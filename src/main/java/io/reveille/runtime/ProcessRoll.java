package io.reveille.runtime;

import io.reveille.core.BotId;
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
import java.util.Set;
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
  private final ProcessRecall recall;
  private final Map<BotId, LocalProcess> runs = new ConcurrentHashMap<>();
  private final Set<BotId> starting = ConcurrentHashMap.newKeySet();
  private final AtomicLong changes = new AtomicLong();
  private long written;

  ProcessRoll(Path file, ProcessTable table) {
    this.file = file.toAbsolutePath();
    this.recall = new ProcessRecall(table, this.file);
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
    Files.createDirectories(file.getParent());
    for (Map.Entry<String, Object> entry : read()) {
      BotId.parse(entry.getKey())
          .filter(agent -> entry.getValue() instanceof JsonObject)
          .ifPresent(agent -> recall
              .recall(agent, (JsonObject) entry.getValue(), now)
              .ifPresent(run -> runs.put(agent, run)));
    }
    save();
  }

  /** Said and saved before a start, so that a kill in the middle of it leaves nobody unknown. */
  void starting(BotId agent) {
    starting.add(agent);
  }

  /** What came of the start. */
  void started(BotId agent, Optional<LocalProcess> run) {
    run.ifPresent(process -> runs.put(agent, process));
    starting.remove(agent);
  }

  /** What the process carries in its environment as {@link ProcessTable#MARK}. */
  String markOf(BotId agent) {
    return recall.markOf(agent);
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
    starting.forEach(agent -> json.put(agent.value(), ProcessRecall.STARTING));
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
}
