package io.reveille.proxy;

import io.reveille.bus.GatewayMessage.WakeReply;
import io.reveille.core.Agent;
import io.reveille.core.AgentView;
import io.reveille.core.Exit;
import io.reveille.core.Timers;
import io.reveille.http.Problem;
import java.time.Duration;

/** Why a request does not get through, in the words of the specification. */
final class Refusals {
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final Duration UNKNOWN_WAKE = Duration.ofSeconds(5);
  private static final int BAD_REQUEST = 400;
  private static final int UNAUTHORIZED = 401;
  private static final int NOT_FOUND = 404;
  private static final int UPGRADE_REQUIRED = 426;
  private static final int BAD_GATEWAY = 502;
  private static final int UNAVAILABLE = 503;
  private static final int TIMEOUT = 504;

  private final Timers timers;

  Refusals(Timers timers) {
    this.timers = timers;
  }

  Problem unauthorized() {
    return Problem.of(
        UNAUTHORIZED,
        "unauthorized",
        "Not allowed",
        "Send the token of this gateway in Reveille-Token.");
  }

  Problem malformed() {
    return Problem.of(
        BAD_REQUEST,
        "malformed-bot-id",
        "This is no bot ID",
        "Use 1 to 63 of a-z 0-9 . _ - and begin with a letter or digit.");
  }

  Problem unknown() {
    return Problem.of(
        NOT_FOUND,
        "unknown-agent",
        "No such agent",
        "No agent has this ID or alias. Is its container labelled or configured?");
  }

  Problem own(AgentView view) {
    return about(
        view,
        Problem.of(
            NOT_FOUND, "not-found", "Nothing here", "Paths under /.reveille are Reveille's own."));
  }

  static Problem badHandshake(String why) {
    return Problem.of(BAD_REQUEST, "bad-handshake", "This is no WebSocket handshake", why);
  }

  static Problem wrongVersion() {
    return Problem.of(
        UPGRADE_REQUIRED,
        "wrong-websocket-version",
        "Another version of WebSocket",
        "Send Sec-WebSocket-Version: " + Handshake.VERSION + ", once.");
  }

  Problem draining() {
    return Problem.of(UNAVAILABLE, "draining", "Reveille is stopping", "Try again in a moment.")
        .retryAfter(SHORTEST);
  }

  Problem tooManyWaiting(AgentView view) {
    return unavailable(
        view, "too-many-waiting", "Too many wait already", "The queue for this agent is full.");
  }

  Problem tooManyRequests(AgentView view) {
    Problem problem = Problem.of(
        UNAVAILABLE,
        "too-many-requests",
        "Too many requests are under way",
        "As many requests as are allowed are under way already.");
    return about(view, problem.retryAfter(SHORTEST));
  }

  Problem stillWaking(AgentView view, Duration held) {
    String usual = view.usualWake()
        .map(wake -> "; it usually takes about " + seconds(wake.p50()))
        .orElse("");
    return unavailable(
        view,
        "wake-timeout",
        view.id() + " is still waking",
        "Not ready after " + seconds(held) + usual + ".");
  }

  Problem notWoken(AgentView view) {
    return unavailable(
        view,
        "wake-failed",
        view.id() + " could not be woken",
        "It sleeps again. Its log may say why.");
  }

  Problem failed(AgentView view, String detail) {
    String why = detail.isEmpty()
        ? "It crashed too often" + view.lastExit().map(Refusals::lastly).orElse("") + "."
        : detail;
    Problem problem = Problem.of(UNAVAILABLE, "agent-failed", view.id() + " has failed", why);
    return view.retryAtNanos() == Long.MAX_VALUE
        ? about(view, problem)
        : about(view, problem.retryAfter(untilRetry(view)));
  }

  Problem restarting(AgentView view, String detail, Duration retryAfter) {
    String why = detail.isEmpty()
        ? "It crashed; the next attempt begins later than this request can wait."
        : detail;
    Problem problem =
        Problem.of(UNAVAILABLE, "agent-restarting", view.id() + " is restarting", why);
    return about(view, problem.retryAfter(retryAfter));
  }

  Problem missing(AgentView view, String detail) {
    String why = detail.isEmpty() ? "It is configured, but there is no such container." : detail;
    return about(view, Problem.of(UNAVAILABLE, "agent-missing", view.id() + " is missing", why));
  }

  private static Problem keptAsleep(AgentView view, WakeReply reply) {
    Problem problem =
        Problem.of(UNAVAILABLE, "kept-asleep", view.id() + " is kept asleep", reply.detail());
    return about(view, problem.retryAfter(reply.retryAfter()));
  }

  Problem unreachable(AgentView view, String detail, String proxyError) {
    Problem problem =
        Problem.of(BAD_GATEWAY, "agent-unreachable", view.id() + " cannot be reached", detail);
    return about(view, problem.because(proxyError));
  }

  Problem tooSlow(AgentView view, Duration waited) {
    return about(
        view,
        Problem.of(
            TIMEOUT,
            "agent-timeout",
            view.id() + " does not answer",
            "No answer within " + seconds(waited) + "."));
  }

  /** What came of the wake that a request waited for. */
  Problem of(WakeReply reply, AgentView view, Duration held) {
    return switch (reply.outcome()) {
      case READY, STILL_WAKING -> stillWaking(view, held);
      case WAKE_FAILED ->
        unavailable(view, "wake-failed", view.id() + " could not be woken", reply.detail());
      case RESTARTING -> restarting(view, reply.detail(), reply.retryAfter());
      case FAILED -> failed(view, reply.detail());
      case MISSING -> missing(view, reply.detail());
      case KEPT_ASLEEP -> keptAsleep(view, reply);
      case UNKNOWN_AGENT -> unknown();
    };
  }

  Duration untilRetry(AgentView view) {
    return Duration.ofNanos(Math.max(0, view.retryAtNanos() - timers.nanos()));
  }

  private Problem unavailable(AgentView view, String type, String title, String detail) {
    return about(view, Problem.of(UNAVAILABLE, type, title, detail).retryAfter(restOfWake(view)));
  }

  private static Problem about(AgentView view, Problem problem) {
    return problem.about(view.id().value(), view.state().word());
  }

  /** The p90 of this agent's wakes, less what has passed of this one. */
  private Duration restOfWake(AgentView view) {
    Duration usual = view.usualWake().map(AgentView.UsualWake::p90).orElse(UNKNOWN_WAKE);
    Duration passed = view.state() == Agent.State.STARTING
        ? Duration.between(view.since(), timers.wall())
        : Duration.ZERO;
    Duration rest = usual.minus(passed.isNegative() ? Duration.ZERO : passed);
    if (rest.compareTo(SHORTEST) < 0) {
      return SHORTEST;
    }
    return rest.compareTo(LONGEST) > 0 ? LONGEST : rest;
  }

  private static String lastly(Exit exit) {
    return ", last with exit code " + exit.code();
  }

  private static String seconds(Duration duration) {
    long tenths = duration.toMillis() / 100;
    return tenths % 10 == 0 ? tenths / 10 + " s" : tenths / 10 + "." + tenths % 10 + " s";
  }
}
