package io.reveille.config;

import io.reveille.config.LoadedConfig.Setting;
import io.reveille.core.AgentSettings;
import io.reveille.core.AlertRule;
import io.reveille.core.BotId;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that can be set, checked and complete: what could not work was refused by {@link ConfigLoader}. A
 * duration of zero means never or off.
 */
public record GatewayConfig(
    Server server,
    Admin admin,
    RuntimeKind runtime,
    Docker docker,
    Wake wake,
    Proxy proxy,
    Storage storage,
    Agents agents,
    Chat chat,
    Alerts alerts) {

  /** Where agents live. */
  public enum RuntimeKind {
    DOCKER,
    PROCESS
  }

  /**
   * The data plane.
   *
   * @param routePrefix begins with a slash and does not end with one
   * @param hostSuffix {@code {botId}.suffix} routes by host; empty: off
   * @param token what callers send in {@code Reveille-Token}; empty: open to all
   * @param tls empty: clear text
   */
  public record Server(
      String host,
      int port,
      String routePrefix,
      String hostSuffix,
      Secret token,
      Optional<Tls> tls,
      Connections connections) {
    /** In clear text, for any number of connections. */
    public Server(String host, int port, String routePrefix, String hostSuffix, Secret token) {
      this(host, port, routePrefix, hostSuffix, token, Optional.empty(), new Connections(0, 0));
    }
  }

  /**
   * What the data plane proves with who it is.
   *
   * @param chain its own certificate first
   */
  public record Tls(List<X509Certificate> chain, PrivateKey key) {}

  /** How many clients may be connected, in all and from one address; 0: any number. */
  public record Connections(int inAll, int perAddress) {}

  /**
   * The admin API. Without a token it may only be bound to loopback.
   *
   * @param readToken lets look, but not act
   */
  public record Admin(String host, int port, Secret token, Secret readToken) {
    /** With one token, which may do everything. */
    public Admin(String host, int port, Secret token) {
      this(host, port, token, Secret.NONE);
    }
  }

  /**
   * The runtime, for both kinds.
   *
   * @param endpoint {@code unix://…} or {@code tcp://…}, already with its default
   * @param maxConcurrentStarts cold starts at once, already with its default
   * @param maxRunning 0: no limit
   */
  public record Docker(String endpoint, int maxConcurrentStarts, int maxRunning) {}

  /**
   * Holding requests.
   *
   * @param waitingPage what a browser is shown meanwhile; empty: Reveille's own page
   */
  public record Wake(
      int maxHeldPerAgent,
      int maxHeld,
      boolean keepAwakeByOpenStreams,
      Optional<PageTemplate> waitingPage) {
    /** With Reveille's own page. */
    public Wake(int maxHeldPerAgent, int maxHeld, boolean keepAwakeByOpenStreams) {
      this(maxHeldPerAgent, maxHeld, keepAwakeByOpenStreams, Optional.empty());
    }
  }

  /**
   * Forwarding. Sizes are in bytes.
   *
   * @param trusted whose word is taken for where a request came from before
   */
  public record Proxy(
      Duration connectTimeout,
      Duration responseTimeout,
      Duration idleConnectionTimeout,
      int maxHeaderSize,
      int maxUrlLength,
      Duration requestHeadTimeout,
      Duration drainTimeout,
      InFlight inFlight,
      Networks trusted) {
    /** For any number of requests, trusting nobody. */
    public Proxy(
        Duration connectTimeout,
        Duration responseTimeout,
        Duration idleConnectionTimeout,
        int maxHeaderSize,
        int maxUrlLength,
        Duration requestHeadTimeout,
        Duration drainTimeout) {
      this(
          connectTimeout,
          responseTimeout,
          idleConnectionTimeout,
          maxHeaderSize,
          maxUrlLength,
          requestHeadTimeout,
          drainTimeout,
          new InFlight(0, 0),
          Networks.NONE);
    }
  }

  /** How many requests may be under way, in all and to one agent; 0: any number. */
  public record InFlight(int inAll, int perAgent) {
    /** Whether there is room for one more where {@code others} are under way, {@code ofAgent} of them to its agent. */
    public boolean roomBeside(int others, int ofAgent) {
      return (inAll == 0 || others < inAll) && (perAgent == 0 || ofAgent < perAgent);
    }
  }

  /** The journal. */
  public record Storage(String url, Duration keepHistory) {}

  /** The agents of the file, and what turns a file entry and labels into settings. */
  public interface Agents {
    /** Those that the file names, in its order. */
    List<BotId> configured();

    /**
     * Settings of one agent, strongest first: environment, file {@code agents.<botId>}, label, file defaults, built-in.
     *
     * @param labels {@code reveille.*} and others, which are ignored; empty for processes
     */
    Resolved settings(BotId agent, Map<String, String> labels);

    /** What {@link #settings} gave last for this agent, each value with its origin; for showing. */
    default List<Setting> explain(BotId agent) {
      return List.of();
    }

    /** The bot ID whose file entry names this container by name or by ID (or the beginning of one, 12 characters or more). */
    Optional<BotId> ofContainer(String name, String id);
  }

  /**
   * What came of labels.
   *
   * @param problems a sentence for each label that was refused; its default was taken
   */
  public record Resolved(AgentSettings settings, List<String> problems) {}

  /** What people in the chat see of a wake, and the chat servers. */
  public record Chat(Waking waking, Mattermost mattermost, Slack slack) {
    /** What becomes of the post once the agent is awake. */
    public enum OnReady {
      DELETE,
      EDIT
    }

    /**
     * When a wake is shown.
     *
     * @param postAfter zero: at once
     */
    public record Waking(Duration typingAfter, Duration postAfter, OnReady onReady) {}

    /** Off without {@code url}. */
    public record Mattermost(String url, Secret token) {}

    /** Off without {@code token}. */
    public record Slack(Secret token) {}
  }

  /**
   * Whom admins' alerts go to, and which.
   *
   * @param logLines how many of the last lines of an agent are sent when it has failed
   */
  public record Alerts(List<Target> targets, List<AlertRule> rules, int logLines) {
    /** How a target is spoken to. */
    public enum TargetType {
      MATTERMOST_WEBHOOK,
      MATTERMOST,
      SLACK_WEBHOOK,
      WEBHOOK,
      NTFY,
      LOG
    }

    /**
     * One place that alerts go to.
     *
     * @param url of hooks and ntfy topics: whoever knows it may post, so it is a secret
     * @param channel ID of the channel, for {@code mattermost}
     * @param secret signs a {@code webhook}, is the access token of {@code ntfy}
     */
    public record Target(
        String name, TargetType type, Secret url, Optional<String> channel, Secret secret) {}
  }
}
