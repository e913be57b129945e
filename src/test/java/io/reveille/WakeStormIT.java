package io.reveille;

import static io.reveille.testing.Await.await;
import static io.reveille.testing.Await.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.Caller.Answer;
import io.reveille.bus.GatewayMessage.AgentEvent;
import io.reveille.core.Agent.State;
import io.reveille.testing.DockerLab;
import io.reveille.testing.EngineLog;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Everybody at once, first from nothing, then from a pause; {@code reveille.storm.agents} says how many. */
class WakeStormIT {
  private static final int AGENTS = Integer.getInteger("reveille.storm.agents", 200);
  private static final int CAP = 8;
  private static final Duration LONG = Duration.ofMinutes(5);

  @Test
  void coldStartsQueueBehindTheCapInOrderAndPausedAgentsAllWakeAtOnce() throws IOException {
    try (DockerLab docker = DockerLab.engine();
        EngineLog engine = EngineLog.follow(docker)) {
      Map<String, String> containers = containers(docker);
      try (GatewayLab lab = GatewayLab.start(docker, configuration(containers))) {
        List<String> bots = List.copyOf(containers.keySet());

        long begun = System.nanoTime();
        assertAllAnswered(askInOrder(lab, bots), "start");
        System.out.printf("wake storm: %d cold starts in %d ms%n", AGENTS, millisSince(begun));
        assertFirstComeFirstServed(started(engine, containers), bots);
        assertThat(mostAtOnce(engine, lab)).isLessThanOrEqualTo(CAP);

        putAllToSleep(lab, bots);
        begun = System.nanoTime();
        assertAllAnswered(askAtOnce(lab, bots), "unpause");
        System.out.printf("wake storm: %d unpauses in %d ms%n", AGENTS, millisSince(begun));
        assertEachUnpausedOnce(engine, containers);
      }
    }
  }

  /** By bot ID; the IDs are in the order of the alphabet. */
  private static Map<String, String> containers(DockerLab docker) {
    Map<String, String> ids = new java.util.concurrent.ConcurrentSkipListMap<>();
    DockerLab.atOnce(IntStream.range(0, AGENTS)
        .mapToObj("storm%03d"::formatted)
        .<Runnable>map(
            bot -> () -> ids.put(bot, docker.container(bot).expose(8080).create()))
        .toList());
    return new TreeMap<>(ids);
  }

  private static String configuration(Map<String, String> containers) {
    JsonObject agents = new JsonObject();
    containers.forEach((bot, id) -> agents.put(bot, new JsonObject().put("container", id)));
    return new JsonObject()
        .put("docker", new JsonObject().put("maxConcurrentStarts", CAP))
        .put("wake", new JsonObject().put("holdTimeout", "4m").put("readyTimeout", "4m"))
        .put("agents", agents)
        .encode();
  }

  private static List<Future<Answer>> askInOrder(GatewayLab lab, List<String> bots) {
    Caller caller = lab.caller();
    List<Future<Answer>> answers = new ArrayList<>();
    for (String bot : bots) {
      answers.add(caller.get("/bots/" + bot + "/"));
      until(() -> lab.events("agent.waking").size() == answers.size(), LONG);
    }
    return answers;
  }

  private static List<Future<Answer>> askAtOnce(GatewayLab lab, List<String> bots) {
    Caller caller = lab.caller();
    return bots.stream().map(bot -> caller.get("/bots/" + bot + "/")).toList();
  }

  private static void assertAllAnswered(List<Future<Answer>> asked, String wake) {
    List<Answer> answers = await(Future.join(asked), LONG).list();
    assertThat(answers)
        .hasSize(AGENTS)
        .allMatch(answer -> answer.status() == 200)
        .allMatch(answer -> answer.text().equals("awake\n"))
        .allMatch(answer -> answer.wake().equals(wake));
  }

  /** In the order in which the engine began to start them. */
  private static List<String> started(EngineLog engine, Map<String, String> containers) {
    Map<String, String> bots = containers.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));
    return engine.of("connect").stream()
        .map(EngineLog.Entry::container)
        .filter(bots::containsKey)
        .map(bots::get)
        .toList();
  }

  /** One that came n-th may be overtaken while it is being started, but can itself overtake none but those with it. */
  private static void assertFirstComeFirstServed(List<String> started, List<String> arrived) {
    assertThat(started).hasSize(AGENTS);
    for (int place = 0; place < AGENTS; place++) {
      assertThat(arrived.indexOf(started.get(place)))
          .as("place of arrival of the agent that was started as number %d", place)
          .isLessThan(place + CAP);
    }
  }

  /** Between the engine's first word of a start and the gateway's word that the agent is ready. */
  private static int mostAtOnce(EngineLog engine, GatewayLab lab) {
    Map<Long, Integer> changes = new TreeMap<>();
    engine.of("connect").forEach(entry -> changes.merge(entry.atMillis(), 1, Integer::sum));
    // told a moment after the answers
    until(() -> lab.events("agent.ready").size() >= AGENTS, LONG);
    lab.events("agent.ready").stream()
        .map(AgentEvent::at)
        .forEach(at -> changes.merge(at.toEpochMilli(), -1, Integer::sum));
    int now = 0;
    int most = 0;
    for (int change : changes.values()) {
      now += change;
      most = Math.max(most, now);
    }
    return most;
  }

  private static void putAllToSleep(GatewayLab lab, List<String> bots) {
    Caller operator = lab.operator();
    List<Future<Answer>> paused = bots.stream()
        .map(bot -> operator.post("/api/v1/agents/" + bot + "/pause"))
        .toList();
    await(Future.join(paused), LONG);
    bots.forEach(bot -> lab.untilIs(State.PAUSED, bot));
  }

  private static void assertEachUnpausedOnce(EngineLog engine, Map<String, String> containers) {
    until(() -> engine.of("unpause").size() >= AGENTS, LONG);
    assertThat(engine.of("unpause").stream().map(EngineLog.Entry::container))
        .containsExactlyInAnyOrderElementsOf(containers.values());
  }

  private static long millisSince(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos).toMillis();
  }
}
