package io.reveille.admin;

import io.reveille.bus.Facts;
import io.reveille.bus.GatewayBus;
import io.reveille.bus.GatewayMessage.AgentReport;
import io.reveille.bus.GatewayMessage.CountUp;
import io.reveille.bus.GatewayMessage.Counted;
import io.reveille.bus.GatewayMessage.Find;
import io.reveille.bus.GatewayMessage.MemoryPoint;
import io.reveille.core.Agent.State;
import io.reveille.core.Tally;
import io.reveille.core.Timers;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Wakes, sleeps and memory of a stretch of time that ends now. */
record StatsApi(GatewayBus bus, Timers timers) {

  Future<Answer> stats(Parameters asked) {
    Duration window = asked.window();
    Instant now = timers.wall();
    Instant since = now.minus(window);
    return bus.countUp(new CountUp(since))
        .compose(counted -> bus.find(new Find(Optional.empty()))
            .map(found -> Answer.ok(json(counted, found.agents(), since, now)
                .put("windowSeconds", window.toSeconds()))));
  }

  private static JsonObject json(
      Counted counted, List<AgentReport> agents, Instant since, Instant now) {
    Tally tally = counted.tally();
    return new JsonObject()
        .put("since", Facts.time(since))
        .put("agents", states(agents))
        .put("wakes", wakes(tally))
        .put(
            "sleeps",
            new JsonObject()
                .put("paused", tally.sleeps().getOrDefault(State.PAUSED, 0))
                .put("stopped", tally.sleeps().getOrDefault(State.STOPPED, 0)))
        .put("stateSeconds", spent(tally, agents, since, now))
        .put(
            "memory",
            new JsonObject()
                .put("inUseBytes", sum(agents, AgentReport.Memory::inUse))
                .put("freedBytes", sum(agents, AgentReport.Memory::freed))
                .put("series", series(counted.memory(), since)))
        .put("held", agents.stream().mapToInt(AgentReport::held).sum());
  }

  private static JsonObject states(List<AgentReport> agents) {
    Map<State, Long> counts = new EnumMap<>(State.class);
    agents.forEach(agent -> counts.merge(agent.state(), 1L, Long::sum));
    JsonObject json = new JsonObject();
    counts.forEach((state, count) -> json.put(state.word(), count));
    return json;
  }

  private static JsonObject wakes(Tally tally) {
    JsonArray buckets = new JsonArray();
    for (int bucket = 0; bucket < tally.buckets().size(); bucket++) {
      Tally.Bucket counted = tally.buckets().get(bucket);
      boolean last = bucket == Tally.LIMITS.size();
      buckets.add(new JsonObject()
          .put("leMs", last ? null : Tally.LIMITS.get(bucket).toMillis())
          .put("paused", counted.fromPaused())
          .put("stopped", counted.fromStopped()));
    }
    return times(tally.wakes())
        .put("paused", times(tally.fromPaused()))
        .put("stopped", times(tally.fromStopped()))
        .put("buckets", buckets);
  }

  private static JsonObject times(Tally.WakeTimes times) {
    return new JsonObject()
        .put("count", times.count())
        .put("p50Ms", times.p50().map(Duration::toMillis).orElse(null))
        .put("p90Ms", times.p90().map(Duration::toMillis).orElse(null));
  }

  /** The history knows the states that have ended; those of now are still going on. */
  private static JsonObject spent(
      Tally tally, List<AgentReport> agents, Instant since, Instant now) {
    Map<State, Duration> spent = new EnumMap<>(State.class);
    spent.putAll(tally.spent());
    for (AgentReport agent : agents) {
      Instant from = agent.since().isBefore(since) ? since : agent.since();
      Duration soFar = from.isAfter(now) ? Duration.ZERO : Duration.between(from, now);
      spent.merge(agent.state(), soFar, Duration::plus);
    }
    JsonObject json = new JsonObject();
    spent.forEach((state, duration) -> json.put(state.word(), duration.toSeconds()));
    return json;
  }

  /** Null if nothing is known of any agent. */
  private static @org.jspecify.annotations.Nullable Long sum(
      List<AgentReport> agents, Function<AgentReport.Memory, Optional<Long>> part) {
    List<Long> known =
        agents.stream().flatMap(agent -> part.apply(agent.memory()).stream()).toList();
    return known.isEmpty() ? null : known.stream().mapToLong(Long::longValue).sum();
  }

  private static JsonArray series(List<MemoryPoint> points, Instant since) {
    return new JsonArray(points.stream()
        .filter(point -> !point.at().isBefore(since))
        .map(point -> new JsonObject()
            .put("at", Facts.time(point.at()))
            .put("inUseBytes", point.inUse())
            .put("freedBytes", point.freed()))
        .toList());
  }
}
