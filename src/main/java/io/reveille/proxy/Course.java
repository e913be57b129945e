package io.reveille.proxy;

import io.reveille.config.PageTemplate;
import io.reveille.core.AgentView;
import io.reveille.core.Exit;
import io.reveille.http.Problem;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * How far a wake has come, as people are told: four steps.
 *
 * @param at the one that is being taken, or that failed
 * @param side what stands beside it; empty: nothing
 */
record Course(List<String> steps, int at, String side) {
  private static final int START = 1;
  private static final int CHECK = 2;
  private static final int OPEN = 3;

  static Course of(AgentView view) {
    return switch (view.state()) {
      case CREATED, STOPPED -> begun(view, "Starting the " + place(view));
      case PAUSED -> begun(view, "Unfreezing the " + place(view));
      case IDLE -> begun(view, name(view) + " just falls asleep, and is woken again");
      case CRASHED, RESTARTING -> begun(view, name(view) + " ended, and is started again");
      case STARTING ->
        view.started() ? started(view, CHECK, "") : begun(view, "Starting the " + place(view));
      case RUNNING -> started(view, OPEN, "");
      case FAILED, MISSING -> begun(view, "Waiting for " + name(view));
    };
  }

  /** @param started whether it was seen to run before it failed */
  static Course failed(AgentView view, Problem problem, boolean started) {
    String exit = view.lastExit().map(Course::exit).orElse("");
    return switch (view.state()) {
      case FAILED ->
        started(view, CHECK, exit).with(CHECK, name(view) + " stopped again and again");
      case RESTARTING -> started(view, CHECK, exit).with(CHECK, name(view) + " stopped");
      case CREATED, STARTING, RUNNING, IDLE, PAUSED, STOPPED, CRASHED, MISSING ->
        started
            ? started(view, CHECK, "").with(CHECK, problem.title())
            : begun(view, problem.title());
    };
  }

  private static Course begun(AgentView view, String step) {
    return started(view, START, "").with(START, step);
  }

  private static Course started(AgentView view, int at, String side) {
    String place = place(view);
    String started = Character.toUpperCase(place.charAt(0)) + place.substring(1) + " started";
    List<String> steps = List.of(
        "Request received",
        started,
        "Checking that " + name(view) + " answers",
        "Opening your page");
    return new Course(steps, at, side);
  }

  private Course with(int index, String step) {
    List<String> changed = new ArrayList<>(steps);
    changed.set(index, step);
    return new Course(List.copyOf(changed), at, side);
  }

  private static String place(AgentView view) {
    return view.settings().command().words().isEmpty() ? "container" : "process";
  }

  private static String name(AgentView view) {
    return view.settings().name();
  }

  private static String exit(Exit exit) {
    return "exit " + exit.code();
  }

  /** The items of the list. */
  String html(String mark) {
    StringBuilder items = new StringBuilder();
    for (int index = 0; index < steps.size(); index++) {
      String mode = index < at ? "done" : index == at ? mark : "";
      items
          .append("<li class=\"")
          .append(mode)
          .append("\"><i></i>")
          .append(PageTemplate.escaped(steps.get(index)))
          .append("<span>")
          .append(index == at ? PageTemplate.escaped(side) : "")
          .append("</span></li>");
    }
    return items.toString();
  }

  JsonObject json() {
    return new JsonObject().put("steps", new JsonArray(steps)).put("at", at).put("side", side);
  }
}
