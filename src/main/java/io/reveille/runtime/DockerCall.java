package io.reveille.runtime;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * All that Reveille ever asks of the engine. {@code docs/docker-api-calls.md} and the list of the socket proxy in
 * {@code docker/socket-proxy} are held against it.
 */
enum DockerCall {
  PING("GET", "/_ping", "PING", "a dead engine is found out late"),
  VERSION("GET", "/version", "VERSION", "nothing works, for no API version can be agreed on"),
  EVENTS("GET", "/events", "EVENTS", "nothing works, for nobody tells what happens"),
  LIST("GET", "/containers/json", "CONTAINERS", "no agent is found by its label"),
  INSPECT("GET", "/containers/{id}/json", "CONTAINERS", "no agent is known, and none is woken"),
  LOGS(
      "GET",
      "/containers/{id}/logs",
      "CONTAINERS",
      "the dashboard, the API and alerts show no lines of an agent's log"),
  STATS("GET", "/containers/{id}/stats", "CONTAINERS", "no memory is shown"),
  START("POST", "/containers/{id}/start", "ALLOW_START", "stopped agents stay stopped"),
  STOP(
      "POST",
      "/containers/{id}/stop",
      "ALLOW_STOP",
      "agents are not stopped, and those that sleep keep their memory"),
  PAUSE("POST", "/containers/{id}/pause", "ALLOW_PAUSE", "agents are not paused"),
  UNPAUSE("POST", "/containers/{id}/unpause", "ALLOW_UNPAUSE", "paused agents stay paused");

  /** As Docker lets containers be named; an ID is one of these, too. */
  static final String CONTAINER = "[a-zA-Z0-9][a-zA-Z0-9_.-]*";

  static final String API_VERSION = "(/v[0-9.]+)?";

  private final String method;
  private final String path;
  private final String variable;
  private final String cost;

  DockerCall(String method, String path, String variable, String cost) {
    this.method = method;
    this.path = path;
    this.variable = variable;
    this.cost = cost;
  }

  String method() {
    return method;
  }

  /** With <code>{id}</code> for the container, and without the version of the API. */
  String path() {
    return path;
  }

  String path(String container) {
    return path.replace("{id}", container);
  }

  /** What allows it in the socket proxies that are set up by environment. */
  String variable() {
    return variable;
  }

  /** What does not work without it. */
  String cost() {
    return cost;
  }

  /** What a path looks like that asks for it, in the words of a proxy's configuration. */
  String pattern() {
    return "^" + API_VERSION + path.replace("{id}", CONTAINER) + "$";
  }

  /** Whether it can be tried on a container that does not exist, or changes nothing anyway. */
  boolean canBeTried() {
    return switch (this) {
      // without these there is no connection over which to ask
      case VERSION, EVENTS -> false;
      case PING, LIST, INSPECT, LOGS, STATS, START, STOP, PAUSE, UNPAUSE -> true;
    };
  }

  /** What a refusal means, and what to do about it. */
  String advice() {
    return "without it " + cost + "; allow it (" + variable
        + "=1 in proxies that are set up by environment), see docs/docker-api-calls.md";
  }

  /** {@code tried}: as a fault names it, {@code POST containers/lal/pause}. */
  static Optional<DockerCall> of(String tried) {
    String[] words = tried.split(" ", 2);
    return words.length < 2
        ? Optional.empty()
        : Arrays.stream(values())
            .filter(call -> call.method.equals(words[0]))
            .filter(call -> Pattern.matches(call.pattern(), "/" + words[1]))
            .findFirst();
  }
}
