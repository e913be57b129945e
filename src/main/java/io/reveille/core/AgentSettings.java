package io.reveille.core;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What one agent is set to, after file, labels, environment and defaults were merged. A duration of
 * zero means never or off.
 *
 * @param container the container's name or ID, if the file names one
 * @param idleTimeout quiet this long, then to sleep
 * @param stopAfter paused this long, then stopped
 * @param stopTimeout from the stop signal to the kill
 * @param holdTimeout the longest that a request waits for a wake
 * @param dependsOn woken before this one
 * @param chatChannel for example {@code mattermost:CHANNEL_ID}
 */
public record AgentSettings(
    String name,
    Set<BotId> aliases,
    Optional<String> container,
    Address address,
    Duration idleTimeout,
    IdleAction idleAction,
    Duration stopAfter,
    Duration stopTimeout,
    RestartPolicy restarts,
    Ready ready,
    Busy busy,
    Optional<AwakeHours> awakeHours,
    List<BotId> dependsOn,
    Duration holdTimeout,
    Ignore ignore,
    Optional<String> chatChannel,
    Command command) {

  /** What is done with a quiet agent. */
  public enum IdleAction {
    PAUSE,
    STOP,
    NONE
  }

  /**
   * How the agent is reached: without a port the one exposed port, without a network the first.
   *
   * @param http2 spoken at once and in clear text, without asking for it
   */
  public record Address(
      Optional<Integer> port, boolean tls, boolean http2, Optional<String> network) {
    /** By HTTP/1.1. */
    public Address(Optional<Integer> port, boolean tls, Optional<String> network) {
      this(port, tls, false, network);
    }
  }

  /**
   * When a started agent counts as ready.
   *
   * @param path asked by GET; without one {@code /}, where any complete answer below 500 counts
   * @param status the answers that count when {@code path} is set; empty means 200 to 399
   * @param timeout not ready by then: the wake has failed
   * @param health take the runtime's health check instead
   */
  public record Ready(
      Optional<String> path, Set<Integer> status, Duration timeout, boolean health) {}

  /** Asked before a sleep: {@code {"busy":true}} postpones it, for {@code max} at the longest. */
  public record Busy(Optional<String> path, Duration max) {}

  /** Requests that wake nobody: by the exact path after the bot ID, or by part of the user agent. */
  public record Ignore(Set<String> paths, List<String> userAgents) {}

  /** How a local process is started; empty for containers. */
  public record Command(
      List<String> words, Optional<String> folder, Map<String, String> environment) {
    public static final Command NONE = new Command(List.of(), Optional.empty(), Map.of());
  }
}
