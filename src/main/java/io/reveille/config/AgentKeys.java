package io.reveille.config;

import io.reveille.core.AgentSettings.IdleAction;
import io.reveille.core.AwakeHours;
import io.reveille.core.BotId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The one table of all that can be set for one agent: in the file below {@code agents.<botId>}, and by labels. */
final class AgentKeys {
  private static final List<Key<?>> ALL = new ArrayList<>();

  /** How an agent is spoken to. */
  enum Scheme {
    HTTP,
    HTTPS,
    H2C
  }

  static final Key<String> NAME = key("name", Kinds.TEXT, "", "Name to show; else the bot ID.");
  static final Key<Set<BotId>> ALIASES =
      key("aliases", Kinds.BOT_IDS, "", "Further bot IDs of this agent.");
  static final Key<Optional<String>> CONTAINER =
      key("container", Kinds.OPTIONAL_TEXT, "", "Name or ID of the container.");
  static final Key<Optional<Integer>> PORT =
      key("port", Kinds.OPTIONAL_PORT, "", "Port of the agent; else the one exposed port.");
  static final Key<Scheme> SCHEME = key(
      "scheme",
      Kinds.word(Scheme.class),
      "http",
      "How the agent is spoken to; h2c is HTTP/2 in clear text, for gRPC.");
  static final Key<Optional<String>> NETWORK =
      key("network", Kinds.OPTIONAL_TEXT, "", "Container network to use; else the first.");
  static final Key<Duration> IDLE_TIMEOUT =
      below(Keys.IDLE_TIMEOUT, "idleTimeout", "Quiet this long, then to sleep; 0 never.");
  static final Key<IdleAction> IDLE_ACTION =
      below(Keys.IDLE_ACTION, "idleAction", "How it sleeps when quiet.");
  static final Key<Duration> STOP_AFTER =
      below(Keys.STOP_AFTER, "stopAfter", "Paused this long, then stopped; 0 never.");
  static final Key<Duration> STOP_TIMEOUT =
      below(Keys.STOP_TIMEOUT, "stopTimeout", "From the stop signal to the kill.");
  static final Key<Integer> MAX_RESTARTS =
      below(Keys.MAX_RESTARTS, "maxRestarts", "Failed restarts until given up.");
  static final Key<Duration> BACKOFF =
      below(Keys.BACKOFF, "restartBackoff", "Wait before a restart; doubles.");
  static final Key<Optional<String>> READY_PATH =
      key("ready.path", Kinds.PATH, "", "Asked by GET: any answer in ready.status means ready.");
  static final Key<Set<Integer>> READY_STATUS =
      key("ready.status", StatusCodes.KIND, "", "Answers that count for ready.path; else 200-399.");
  static final Key<Duration> READY_TIMEOUT =
      below(Keys.READY_TIMEOUT, "ready.timeout", "Not ready by then: the wake has failed.");
  static final Key<Boolean> READY_HEALTH =
      key("ready.health", Kinds.SWITCH, "false", "Take the container's health check instead.");
  static final Key<Optional<String>> BUSY_PATH =
      key("busy.path", Kinds.PATH, "", "Asked before a sleep: {\"busy\":true} postpones it.");
  static final Key<Duration> BUSY_MAX =
      key("busy.max", Kinds.DURATION, "2h", "Busy this long, then it sleeps anyway.");
  static final Key<Optional<AwakeHours>> AWAKE_HOURS =
      key("awakeHours", Kinds.AWAKE_HOURS, "", "Kept awake: Mon-Fri 08:00-18:00 Europe/Berlin.");
  static final Key<Set<BotId>> DEPENDS_ON =
      key("dependsOn", Kinds.BOT_IDS, "", "Agents that are woken before this one.");
  static final Key<Duration> HOLD_TIMEOUT =
      below(Keys.HOLD_TIMEOUT, "wake.holdTimeout", "The longest that a request waits for a wake.");
  static final Key<List<String>> IGNORE_PATHS =
      key("ignore.paths", Kinds.PATHS, "", "Paths that wake nobody, besides wake.ignore.paths.");
  static final Key<List<String>> IGNORE_USER_AGENTS =
      key("ignore.userAgents", Kinds.TEXTS, "", "User agents, besides wake.ignore.userAgents.");
  static final Key<Optional<String>> CHANNEL =
      key("chat.channel", Kinds.CHAT_CHANNEL, "", "Where people are told: mattermost:CHANNEL_ID.");
  static final Key<List<String>> COMMAND =
      key("command", new Listed.Command("list of words"), "", "What starts the process.");
  static final Key<Optional<String>> FOLDER =
      key("cwd", Kinds.OPTIONAL_TEXT, "", "Folder that the process starts in.");
  static final Key<Map<String, Secret>> ENVIRONMENT =
      key("env", new Listed.Variables("object of texts"), "", "Variables of the process.");

  static final Table TABLE = new Table(ALL, Set.of());

  /** A container's labels cannot say which container they are for, nor what a process needs. */
  static final Set<Key<?>> FILE_ONLY = Set.of(CONTAINER, COMMAND, FOLDER, ENVIRONMENT);

  private AgentKeys() {}

  private static <T> Key<T> key(String path, Kind<T> kind, String byDefault, String about) {
    return added(Key.of(path, kind, byDefault, about));
  }

  private static <T> Key<T> below(Key<T> parent, String path, String about) {
    return added(Key.below(parent, path, about));
  }

  private static <T> Key<T> added(Key<T> key) {
    ALL.add(key);
    return key;
  }
}
