package io.reveille.admin;

import io.reveille.bus.Facts;
import io.reveille.bus.GatewayBus;
import io.reveille.bus.GatewayMessage.Act;
import io.reveille.bus.GatewayMessage.ActReply;
import io.reveille.bus.GatewayMessage.AgentReport;
import io.reveille.bus.GatewayMessage.Find;
import io.reveille.bus.GatewayMessage.FleetHistory;
import io.reveille.bus.GatewayMessage.History;
import io.reveille.bus.GatewayMessage.HistoryPage;
import io.reveille.bus.GatewayMessage.Logs;
import io.reveille.bus.GatewayMessage.SetKeep;
import io.reveille.config.GatewayConfig;
import io.reveille.core.Agent;
import io.reveille.core.BotId;
import io.reveille.core.Journal.Entry;
import io.reveille.core.Keep;
import io.reveille.core.LogLine;
import io.reveille.core.Transition;
import io.reveille.http.Problem;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** Agents: found, looked at, and acted on. */
final class AgentsApi {
  private final GatewayBus bus;

  AgentsApi(GatewayBus bus) {
    this.bus = bus;
  }

  Future<Answer> list(Parameters asked) {
    Predicate<AgentReport> wanted = wanted(asked.states(), asked.text("q"));
    String after = asked.text("cursor").orElse("");
    int limit = asked.limit();
    return bus.find(new Find(Optional.empty()))
        .map(found -> found.agents().stream()
            .filter(wanted)
            .filter(agent -> agent.id().value().compareTo(after) > 0)
            .limit(limit + 1L)
            .toList())
        .map(agents -> page(agents, limit));
  }

  private static Predicate<AgentReport> wanted(Set<Agent.State> states, Optional<String> query) {
    String part = query.orElse("").toLowerCase(Locale.ROOT);
    return agent -> states.contains(agent.state())
        && (agent.id().value().contains(part)
            || agent.name().toLowerCase(Locale.ROOT).contains(part));
  }

  /** One more than {@code limit} was asked for: if it came, there is another page. */
  private static Answer page(List<AgentReport> agents, int limit) {
    List<AgentReport> shown = agents.subList(0, Math.min(limit, agents.size()));
    boolean more = agents.size() > limit;
    return Answer.ok(new JsonObject()
        .put("items", new JsonArray(shown.stream().map(AgentJson::of).toList()))
        .put("next", more ? shown.get(limit - 1).id().value() : null));
  }

  Future<Answer> one(Parameters asked) {
    return find(asked.agent()).map(agent -> Answer.ok(AgentJson.of(agent)));
  }

  /** For monitors: an agent that sleeps is well, and is not woken by the question. */
  Future<Answer> health(Parameters asked) {
    return find(asked.agent()).map(agent -> {
      if (agent.state() == Agent.State.FAILED || agent.state() == Agent.State.MISSING) {
        throw new Refusal(unwell(agent));
      }
      return Answer.ok(new JsonObject()
          .put("agent", agent.id().value())
          .put("state", agent.state().word()));
    });
  }

  private static Problem unwell(AgentReport agent) {
    String id = agent.id().value();
    String word = agent.state().word();
    String detail = agent.state() == Agent.State.FAILED
        ? "It crashed too often. Look at its log, then: reveille reset-failed " + id
        : "It is configured, but the runtime does not have it.";
    return Problem.of(503, "agent-" + word, id + " is " + word, detail).about(id, word);
  }

  private Future<AgentReport> find(BotId id) {
    return bus.find(new Find(Optional.of(id)))
        .map(found -> found.agents().stream()
            .findFirst()
            .orElseThrow(() -> Refusal.unknownAgent(id.value())));
  }

  Future<Answer> history(Parameters asked) {
    BotId id = asked.agent();
    int limit = asked.limit();
    return bus.history(new History(id, asked.since(), asked.numberedCursor(), limit + 1))
        .map(page -> history(id, page, limit));
  }

  private static Answer history(BotId id, HistoryPage page, int limit) {
    if (!page.known()) {
      throw Refusal.unknownAgent(id.value());
    }
    return steps(page, limit, AgentJson::of);
  }

  Future<Answer> fleetHistory(Parameters asked) {
    int limit = asked.limit();
    return bus.fleetHistory(new FleetHistory(asked.since(), asked.numberedCursor(), limit + 1))
        .map(page -> steps(page, limit, AgentJson::ofFleet));
  }

  private static Answer steps(HistoryPage page, int limit, Function<Transition, JsonObject> form) {
    List<Entry> shown = page.entries().subList(0, Math.min(limit, page.entries().size()));
    boolean more = page.entries().size() > limit;
    return Answer.ok(new JsonObject()
        .put(
            "items",
            new JsonArray(
                shown.stream().map(entry -> form.apply(entry.transition())).toList()))
        .put("next", more ? Long.toString(shown.get(limit - 1).number()) : null));
  }

  /** What the agent has written last; what it is about is the agent's own affair. */
  Future<Answer> logs(Parameters asked) {
    int tail = asked.tail();
    return find(asked.agent())
        .compose(agent -> bus.logs(new Logs(agent.id(), tail))
            .map(found -> Answer.ok(new JsonObject()
                .put("agent", agent.id().value())
                .put(
                    "lines",
                    new JsonArray(found.lines().stream().map(AgentsApi::line).toList())))));
  }

  private static JsonObject line(LogLine line) {
    boolean known = line.source() != LogLine.Source.UNKNOWN;
    return new JsonObject()
        .put("at", Facts.time(line.at()))
        .put("stream", known ? line.source().word() : null)
        .put("line", line.text());
  }

  /** Its settings, strongest source first; the same for file, labels and defaults. */
  Future<Answer> settings(Parameters asked, GatewayConfig.Agents settings) {
    return find(asked.agent())
        .map(agent -> Answer.ok(new JsonObject()
            .put("agent", agent.id().value())
            .put("settings", ReveilleApi.settings(settings.explain(agent.id())))));
  }

  Future<Answer> keep(Keep.Mode mode, Parameters asked, Instant now) {
    boolean force = mode == Keep.Mode.ASLEEP && asked.flag("force");
    Keep keep = new Keep(mode, asked.until(now));
    return keep(new SetKeep(asked.agent(), mode, Optional.of(keep), force));
  }

  Future<Answer> endKeep(Keep.Mode mode, Parameters asked) {
    return keep(new SetKeep(asked.agent(), mode, Optional.empty(), false));
  }

  private Future<Answer> keep(SetKeep command) {
    return bus.keep(command).map(reply -> answer(command.agent(), reply));
  }

  Future<Answer> act(Act.Action action, Parameters asked) {
    Act act = new Act(asked.agent(), action, asked.flag("force"), asked.patience());
    return bus.act(act).map(reply -> answer(act.agent(), reply));
  }

  private static Answer answer(BotId id, ActReply reply) {
    return switch (reply.result()) {
      case DONE, ALREADY -> new Answer(200, body(id, reply));
      case ACCEPTED -> new Answer(202, body(id, reply));
      case IN_USE -> throw refusal(409, "agent-in-use", "is in use", id, reply);
      case IMPOSSIBLE -> throw refusal(409, "impossible", "cannot do this now", id, reply);
      case NOT_DONE -> throw refusal(503, "not-done", "did not do it", id, reply);
      case UNKNOWN_AGENT -> throw Refusal.unknownAgent(id.value());
    };
  }

  private static JsonObject body(BotId id, ActReply reply) {
    return reply.agent().map(AgentJson::of).orElseThrow(() -> Refusal.unknownAgent(id.value()));
  }

  private static Refusal refusal(
      int status, String type, String predicate, BotId id, ActReply reply) {
    String hint = status == 409 && type.equals("agent-in-use")
        ? " Use force=true to do it all the same."
        : "";
    Problem problem = Problem.of(status, type, id + " " + predicate, reply.detail() + hint);
    return new Refusal(reply
        .agent()
        .map(agent -> problem.about(id.value(), agent.state().word()))
        .orElse(problem));
  }
}
