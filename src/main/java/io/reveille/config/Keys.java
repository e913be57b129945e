package io.reveille.config;

import static io.reveille.config.Kinds.duration;
import static io.reveille.config.Kinds.integer;

import io.reveille.config.GatewayConfig.Chat.OnReady;
import io.reveille.config.GatewayConfig.RuntimeKind;
import io.reveille.core.AgentSettings.IdleAction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The one table of all that can be set for the gateway. What can be set for an agent stands in {@link AgentKeys}. */
final class Keys {
  private static final List<Key<?>> ALL = new ArrayList<>();
  private static final int MANY = 1_000_000;
  private static final int MIB = 1_048_576;

  static final Key<Integer> VERSION =
      key("version", integer("version", 1, 1), "1", "Version of this format.");
  static final Key<String> SERVER_HOST =
      key("server.host", Kinds.HOST_NAME, "0.0.0.0", "Address that callers reach.");
  static final Key<Integer> SERVER_PORT =
      key("server.port", Kinds.LISTEN_PORT, "7411", "Port that callers reach; 0 takes a free one.");
  static final Key<String> ROUTE_PREFIX =
      key("server.routePrefix", Kinds.PREFIX, "/bots", "Agents answer below PREFIX/BOT_ID/.");
  static final Key<String> HOST_SUFFIX = key(
      "server.hostSuffix", Kinds.SUFFIX, "", "BOT_ID.SUFFIX routes by host; empty turns it off.");
  static final Key<Secret> SERVER_TOKEN = key(
      "server.token", Kinds.SECRET, "", "Callers send it in Reveille-Token; empty lets all in.");
  static final Key<Optional<String>> TLS_CERTIFICATE = key(
      "server.tls.certificate",
      Kinds.FILE,
      "",
      "PEM file with the certificate and those between it and the root; empty turns TLS off.");
  static final Key<Optional<String>> TLS_KEY =
      key("server.tls.key", Kinds.FILE, "", "PEM file with the key of the certificate.");
  static final Key<Integer> MAX_CONNECTIONS = key(
      "server.maxConnections",
      integer("count", 0, MANY),
      "20000",
      "Connections of callers at once; further ones are closed; 0: no limit.");
  static final Key<Integer> MAX_CONNECTIONS_PER_ADDRESS = key(
      "server.maxConnectionsPerAddress",
      integer("count", 0, MANY),
      "0",
      "Connections from one address at once; further ones are closed; 0: no limit.");
  static final Key<String> ADMIN_HOST =
      key("admin.host", Kinds.HOST_NAME, "127.0.0.1", "Address of the admin API.");
  static final Key<Integer> ADMIN_PORT =
      key("admin.port", Kinds.LISTEN_PORT, "7412", "Port of the admin API; 0 takes a free one.");
  static final Key<Secret> ADMIN_TOKEN =
      key("admin.token", Kinds.SECRET, "", "Bearer token; needed unless admin.host is loopback.");
  static final Key<Secret> ADMIN_READ_TOKEN =
      key("admin.readToken", Kinds.SECRET, "", "A second token, which may look but not act.");
  static final Key<RuntimeKind> RUNTIME =
      key("runtime", Kinds.word(RuntimeKind.class), "docker", "What agents live in.");

  static final Key<String> ENDPOINT = key(
      "docker.endpoint",
      Kinds.DOCKER_ENDPOINT,
      "",
      "unix:///… or tcp://…; empty takes DOCKER_HOST, then unix:///var/run/docker.sock.");
  static final Key<Duration> IDLE_TIMEOUT = key(
      "docker.agentIdleTimeout", Kinds.DURATION, "30m", "Quiet this long, then to sleep; 0 never.");
  static final Key<IdleAction> IDLE_ACTION = key(
      "docker.agentIdleAction", Kinds.word(IdleAction.class), "pause", "How a quiet agent sleeps.");
  static final Key<Duration> STOP_AFTER = key(
      "docker.agentStopAfter", Kinds.DURATION, "6h", "Paused this long, then stopped; 0 never.");
  static final Key<Duration> STOP_TIMEOUT = key(
      "docker.agentStopTimeout", duration("0", "1h"), "30s", "From the stop signal to the kill.");
  static final Key<Integer> MAX_RESTARTS = key(
      "docker.agentMaxRestarts", integer("count", 0, 1000), "3", "Failed restarts until given up.");
  static final Key<Duration> BACKOFF = key(
      "docker.agentRestartBackoffSeconds",
      duration("0", "1d"),
      "10s",
      "Wait before a restart; doubles.");
  static final Key<Duration> BACKOFF_MAX = key(
      "docker.agentRestartBackoffMaxSeconds", duration("0", "1d"), "5m", "The longest such wait.");
  static final Key<Duration> RESET_AFTER = key(
      "docker.agentRestartResetAfter",
      duration("1s", "30d"),
      "10m",
      "Stable this long, then the count of restarts starts again.");
  static final Key<Duration> FAILED_RETRY_AFTER = key(
      "docker.agentFailedRetryAfter",
      Kinds.DURATION,
      "15m",
      "Failed this long, then one message may try again; 0: only an admin.");
  static final Key<Integer> MAX_CONCURRENT_STARTS = key(
      "docker.maxConcurrentStarts",
      integer("count", 0, MANY),
      "0",
      "Cold starts at once; 0: 4 × cores.");
  static final Key<Integer> MAX_RUNNING = key(
      "docker.maxRunning",
      integer("count", 0, MANY),
      "0",
      "Agents running at once; beyond, the longest idle one sleeps; 0: no limit.");

  static final Key<Duration> HOLD_TIMEOUT = key(
      "wake.holdTimeout",
      duration("0", "1h"),
      "25s",
      "The longest that a request waits for a wake.");
  static final Key<Duration> READY_TIMEOUT = key(
      "wake.readyTimeout", duration("1ms", "1h"), "60s", "Not ready by then: the wake has failed.");
  static final Key<Integer> MAX_HELD_PER_AGENT = key(
      "wake.maxHeldPerAgent", integer("count", 1, MANY), "1024", "Held requests for one agent.");
  static final Key<Integer> MAX_HELD =
      key("wake.maxHeld", integer("count", 1, MANY), "10000", "Held requests in all.");
  static final Key<Boolean> KEEP_AWAKE_BY_OPEN_STREAMS = key(
      "wake.keepAwakeByOpenStreams",
      Kinds.SWITCH,
      "false",
      "A silent open stream keeps its agent awake.");
  static final Key<Optional<String>> WAITING_PAGE = key(
      "wake.waitingPage",
      Kinds.FILE,
      "",
      "HTML file that browsers are shown while an agent wakes; empty: Reveille's own page.");
  static final Key<List<String>> IGNORE_USER_AGENTS = key(
      "wake.ignore.userAgents",
      Kinds.TEXTS,
      "Uptime-Kuma,Gatus,kube-probe",
      "User agents, or parts of them, that wake nobody.");
  static final Key<List<String>> IGNORE_PATHS =
      key("wake.ignore.paths", Kinds.PATHS, "/favicon.ico,/robots.txt", "Paths that wake nobody.");

  static final Key<Duration> CONNECT_TIMEOUT =
      key("proxy.connectTimeout", duration("1ms", "5m"), "2s", "To connect to an agent.");
  static final Key<Duration> RESPONSE_TIMEOUT = key(
      "proxy.responseTimeout",
      Kinds.DURATION,
      "10m",
      "From the request to the head of its answer; 0 never.");
  static final Key<Duration> IDLE_CONNECTION_TIMEOUT = key(
      "proxy.idleConnectionTimeout",
      Kinds.DURATION,
      "60s",
      "Unused connections, of callers and to agents, are closed, and so are those whose request"
          + " stops in its body; 0 never.");
  static final Key<Integer> MAX_HEADER_SIZE = key(
      "proxy.maxHeaderSize",
      integer("size", 1024, MIB),
      "32768",
      "Bytes of all headers of one message.");
  static final Key<Integer> MAX_URL_LENGTH =
      key("proxy.maxUrlLength", integer("length", 256, MIB), "8192", "Bytes of the request line.");
  static final Key<Duration> REQUEST_HEAD_TIMEOUT = key(
      "proxy.requestHeadTimeout",
      Kinds.DURATION,
      "10s",
      "For a client to send all of its headers; 0 never.");
  static final Key<Integer> MAX_IN_FLIGHT = key(
      "proxy.maxInFlight",
      integer("count", 0, MANY),
      "20000",
      "Requests under way in all; further ones get 503; 0: no limit.");
  static final Key<Integer> MAX_IN_FLIGHT_PER_AGENT = key(
      "proxy.maxInFlightPerAgent",
      integer("count", 0, MANY),
      "5000",
      "Requests that one agent has in hand; further ones get 503; 0: no limit.");
  static final Key<Duration> DRAIN_TIMEOUT = key(
      "proxy.drainTimeout",
      duration("0", "1h"),
      "25s",
      "For requests in flight to end at shutdown.");
  static final Key<Networks> TRUSTED_PROXIES = key(
      "proxy.trustedProxies",
      Kinds.NETWORKS,
      "",
      "Addresses and ranges whose X-Forwarded-* and Forwarded are continued, not replaced.");

  static final Key<String> STORAGE = key(
      "storage.url",
      Kinds.STORAGE_URL,
      "jdbc:sqlite:reveille.db",
      "Where states and history are kept.");
  static final Key<Duration> KEEP_HISTORY = key(
      "storage.keepHistory", Kinds.DURATION, "30d", "History older than this is deleted; 0 never.");

  static final Key<Duration> TYPING_AFTER = key(
      "chat.waking.typingAfter",
      duration("0", "1h"),
      "300ms",
      "Waking this long: shown as typing.");
  static final Key<Duration> POST_AFTER = key(
      "chat.waking.postAfter",
      duration("0", "1h"),
      "2s",
      "Waking this long: a post says so; 0 at once.");
  static final Key<OnReady> ON_READY =
      key("chat.waking.onReady", Kinds.word(OnReady.class), "delete", "What becomes of that post.");
  static final Key<String> MATTERMOST_URL =
      key("chat.mattermost.url", Kinds.URL, "", "The Mattermost server; empty turns it off.");
  static final Key<Secret> MATTERMOST_TOKEN =
      key("chat.mattermost.token", Kinds.SECRET, "", "Token of the Mattermost bot.");
  static final Key<Secret> SLACK_TOKEN =
      key("chat.slack.token", Kinds.SECRET, "", "Token of the Slack app; empty turns it off.");

  static final Key<Integer> LOG_LINES = key(
      "alerts.logLines",
      integer("count", 0, 100),
      "0",
      "Last lines of an agent that are sent when it has failed; 0: none.");

  static final String AGENTS = "agents";
  static final String TARGETS = "alerts.targets";
  static final String RULES = "alerts.rules";
  static final String SCHEMA = "$schema";
  static final Table TABLE = new Table(ALL, Set.of(AGENTS, TARGETS, RULES, SCHEMA));

  /** What is bound or opened once, at start. */
  static final Set<String> NEED_RESTART = Set.of(
      SERVER_HOST.path(),
      SERVER_PORT.path(),
      ADMIN_HOST.path(),
      ADMIN_PORT.path(),
      RUNTIME.path(),
      ENDPOINT.path(),
      MAX_HEADER_SIZE.path(),
      MAX_URL_LENGTH.path(),
      STORAGE.path());

  /** Other files are taken over; whether there are any at all is not. */
  static final Set<String> TLS = Set.of(TLS_CERTIFICATE.path(), TLS_KEY.path());

  private Keys() {}

  private static <T> Key<T> key(String path, Kind<T> kind, String byDefault, String about) {
    Key<T> key = Key.of(path, kind, byDefault, about);
    ALL.add(key);
    return key;
  }
}
