package io.reveille.cli;

import static io.reveille.testing.Reports.bare;
import static io.reveille.testing.Reports.full;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.reveille.bus.GatewayMessage.Act;
import io.reveille.bus.GatewayMessage.ActReply;
import io.reveille.bus.GatewayMessage.ActReply.Result;
import io.reveille.bus.GatewayMessage.Condition;
import io.reveille.bus.GatewayMessage.TestReport;
import io.reveille.config.ConfigException;
import io.reveille.config.GatewayConfig;
import io.reveille.config.LoadedConfig;
import io.reveille.config.Secret;
import io.reveille.core.Agent.State;
import io.reveille.testing.AdminServer;
import io.reveille.testing.Configs;
import io.reveille.testing.Reports;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CliTest {
  private final AdminServer server = new AdminServer().start();
  private final ScriptedStarter starter = new ScriptedStarter();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void psListsAgentsInATable() {
    server.with(full("lal", "Lal"), bare("worf", State.RUNNING));

    assertThat(remote("ps")).isEqualTo(0);

    List<String> lines = out.toString().lines().toList();
    assertThat(lines.get(0))
        .matches("AGENT +STATE +SINCE +LAST MESSAGE +IN FLIGHT +HELD +MEMORY +NEXT +ENDPOINT");
    assertThat(lines.get(1))
        .startsWith("lal    paused")
        .contains("  362 MiB  kept asleep for ")
        .endsWith("http://127.0.0.1:18101");
    assertThat(lines.get(2)).startsWith("worf   running").endsWith("-");
  }

  @Test
  void alertsTestTellsThatItArrived() {
    assertThat(remote("alerts", "test", "the ops")).isEqualTo(0);

    assertThat(out.toString().strip()).isEqualTo("the ops  delivered  HTTP 204  31 ms");
    assertThat(server.tests).containsExactly("the ops");
  }

  @Test
  void alertsTestTellsWhatCameBackInstead() {
    server.testReport = new TestReport(
        TestReport.Delivery.NOT_DELIVERED, 403, "HTTP 403: no such hook", Duration.ofMillis(31));

    assertThat(remote("alerts", "test", "ops")).isEqualTo(1);

    assertThat(out.toString()).isEmpty();
    assertThat(err.toString())
        .contains("ops did not take the test alert", "HTTP 403: no such hook after 31 ms");
  }

  @Test
  void alertsTestOfAnUnknownTargetFails() {
    server.testReport = new TestReport(TestReport.Delivery.UNKNOWN_TARGET, 0, "", Duration.ZERO);

    assertThat(remote("alerts", "test", "x")).isEqualTo(1);
    assertThat(err.toString()).contains("alerts.targets has no 'x'");
  }

  @Test
  void alertsWithoutACommandSaysWhatThereIs() {
    assertThat(run("alerts")).isEqualTo(2);
    assertThat(err.toString()).contains("test");
  }

  @Test
  void psPrintsJsonForPrograms() {
    server.with(full("lal", "Lal"), bare("worf", State.RUNNING));

    assertThat(remote("ps", "-o", "json", "--state", "running")).isEqualTo(0);

    JsonArray agents = new JsonArray(out.toString());
    assertThat(agents).hasSize(1);
    assertThat(agents.getJsonObject(0).getString("id")).isEqualTo("worf");
  }

  @Test
  void psWithoutAgentsKeepsTheOutputEmpty() {
    assertThat(remote("ps")).isEqualTo(0);

    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).contains("No agents");
  }

  @Test
  void statusTellsOneAgent() {
    server.with(full("lal", "Lal"));

    assertThat(remote("status", "lal")).isEqualTo(0);

    assertThat(out.toString())
        .contains("state         paused for ")
        .contains("last exit     code 137, out of memory, ")
        .contains("restarts      1 of 3")
        .contains("wakes         12, usually 16 ms")
        .contains("memory        362 MiB")
        .contains("next          kept asleep for ");
  }

  @Test
  void whatIsNotKnownOfAContainerIsLeftOut() {
    JsonObject never = new JsonObject("{\"id\":null,\"name\":\"slow\",\"image\":\"java\"}");

    assertThat(StatusCommand.container(never, "process")).isEqualTo("slow (java, process)");
    assertThat(StatusCommand.container(null, "docker")).isEqualTo("-");
  }

  @Test
  void anUnknownAgentIsAFailureInWords() {
    assertThat(remote("status", "nobody")).isEqualTo(1);

    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).contains("There is no agent 'nobody'");
  }

  @Test
  void wakeWaitsAndTellsTheState() {
    server.reply = reply(Result.DONE);

    assertThat(remote("wake", "lal")).isEqualTo(0);

    assertThat(out.toString()).isEqualTo("lal  running\n");
    assertThat(server.acts).extracting(Act::patience).containsExactly(Duration.ofSeconds(60));
  }

  @Test
  void aWakeThatIsNotDoneInTimeHasItsOwnExitCode() {
    server.reply = reply(Result.ACCEPTED);

    assertThat(remote("wake", "--wait=30s", "lal")).isEqualTo(3);
    assertThat(remote("wake", "--no-wait", "lal")).isEqualTo(0);

    assertThat(err.toString()).contains("lal: not done within 30 s");
    assertThat(server.acts)
        .extracting(Act::patience)
        .containsExactly(Duration.ofSeconds(30), Duration.ZERO);
  }

  @Test
  void whoWaitsLongerThanTheApiDoesAsksAgain() {
    server.reply = reply(Result.ACCEPTED);

    assertThat(remote("restart", "--wait=25m", "lal")).isEqualTo(3);

    assertThat(err.toString()).contains("lal: not done within 25 min");
    assertThat(server.acts)
        .extracting(Act::action, act -> act.patience().toMinutes())
        .as("a restart is asked for only once")
        .containsExactly(
            tuple(Act.Action.RESTART, 10L),
            tuple(Act.Action.WAKE, 10L),
            tuple(Act.Action.WAKE, 5L));
  }

  @Test
  void theTimeToWaitMayBeLeftOut() {
    server.reply = reply(Result.DONE);

    assertThat(remote("wake", "--wait", "lal")).isEqualTo(0);
    assertThat(remote("wake", "--wait", "30s", "lal")).isEqualTo(0);
    assertThat(remote("wake", "lal", "--wait")).isEqualTo(0);

    assertThat(server.acts)
        .extracting(Act::patience)
        .containsExactly(Duration.ofSeconds(60), Duration.ofSeconds(30), Duration.ofSeconds(60));
    assertThat(server.acts).allMatch(act -> act.agent().value().equals("lal"));
  }

  @Test
  void anActionOnSeveralAgentsEndsWithTheWorstOfThem() {
    server.reply = reply(Result.IN_USE);

    assertThat(remote("stop", "--force", "lal", "worf")).isEqualTo(1);

    assertThat(err.toString()).contains("lal: ", "worf: ").contains("is in use");
    assertThat(server.acts).hasSize(2).allMatch(Act::force);
  }

  @Test
  void eventsAreShownALineEach() {
    server.publish(Reports.ready("lal"));

    assertThat(remote("events")).isEqualTo(0);

    assertThat(out.toString())
        .isEqualTo(
            "2026-11-22T10:00:00Z  agent.ready  lal  starting -> running  (request)  212 ms\n");
  }

  @Test
  void eventsAreFollowedFromWhereTheListEnded() {
    server.publish(Reports.ready("lal"));
    server.vertx().setTimer(500, later -> server.publish(Reports.ready("worf")));

    assertThat(remote("events", "-f", "--limit", "2", "-o", "json")).isEqualTo(0);

    assertThat(out.toString().lines().map(line -> agentOf(line))).containsExactly("lal", "worf");
  }

  @Test
  void healthTellsByItsExitCode() {
    server.with(bare("lal", State.PAUSED), bare("worf", State.FAILED));

    assertThat(remote("health")).isEqualTo(0);
    assertThat(remote("health", "lal")).isEqualTo(0);
    assertThat(remote("health", "worf")).isEqualTo(1);
    server.condition = new Condition("docker", false, "no socket", false, 0, Optional.empty());
    assertThat(remote("health")).isEqualTo(1);
    assertThat(err.toString()).contains("no socket");
  }

  @Test
  void aReveilleThatIsNotThereHasItsOwnExitCode() {
    assertThat(run("ps", "--url", "http://127.0.0.1:1")).isEqualTo(4);

    assertThat(err.toString())
        .contains("Reveille does not answer at http://127.0.0.1:1: is `reveille serve` running?");
  }

  @Test
  void aTokenThatIsMissingIsAskedFor() {
    try (AdminServer locked = new AdminServer(new Secret("xyzzy"), "127.0.0.1").start()) {
      assertThat(run("ps", "--url", locked.url())).isEqualTo(1);
      assertThat(err.toString()).contains("--token or $REVEILLE_ADMIN_TOKEN");
      assertThat(run("ps", "--url", locked.url(), "--token", "xyzzy")).isEqualTo(0);
    }
  }

  @Test
  void urlAndTokenComeFromTheConfiguration() {
    try (AdminServer locked = new AdminServer(new Secret("xyzzy"), "127.0.0.1").start()) {
      starter.config = Configs.withAdmin(
          new GatewayConfig.Admin("127.0.0.1", locked.port(), new Secret("xyzzy")));

      assertThat(run("health")).isEqualTo(0);
      assertThat(run("ps", "--config", "my.json", "--set", "server.port=1")).isEqualTo(0);
    }
    assertThat(starter.calls).contains("load Optional[my.json] {server.port=1}");
  }

  @Test
  void checkTellsEveryProblem() {
    assertThat(run("check")).isEqualTo(0);
    starter.problem = Optional.of(new ConfigException(
        "reveille.json", List.of(new ConfigException.Problem("/server/port", "is no port"))));

    assertThat(run("check")).isEqualTo(2);

    assertThat(err.toString()).contains("reveille.json: 1 problem\n  /server/port: is no port");
  }

  @Test
  void checkTellsProgramsInJson() {
    assertThat(run("check", "-o", "json")).isEqualTo(0);
    starter.problem = Optional.of(new ConfigException(
        "reveille.json", List.of(new ConfigException.Problem("/server/port", "is no port"))));
    assertThat(new JsonObject(out.toString()).getBoolean("good")).isTrue();
    out.getBuffer().setLength(0);

    assertThat(run("check", "-o", "json")).isEqualTo(2);

    assertThat(new JsonObject(out.toString()))
        .isEqualTo(
            new JsonObject(
                "{\"good\":false,\"problems\":[{\"where\":\"/server/port\",\"what\":\"is no port\"}]}"));
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void serveStartsWithTheConfigurationAndEndsWithItsExitCode() {
    assertThat(run("serve", "--config", "my.json")).isEqualTo(7);
    assertThat(run("demo", "docker")).isEqualTo(8);

    assertThat(starter.calls)
        .containsExactly("load Optional[my.json] {}", "serve Optional[my.json]", "demo [docker]");
  }

  @Test
  void versionTellsReveilleAndJava() {
    assertThat(run("version")).isEqualTo(0);

    assertThat(out.toString()).matches("reveille \\d.* \\(Java .*\\)\n");
    out.getBuffer().setLength(0);

    assertThat(run("version", "-o", "json")).isEqualTo(0);
    assertThat(new JsonObject(out.toString()).fieldNames()).containsExactly("version", "java");
  }

  @Test
  void whatCannotBeUnderstoodIsAUsageError() {
    assertThat(run()).isEqualTo(2);
    assertThat(run("wkae", "lal")).isEqualTo(2);
    assertThat(run("wake")).isEqualTo(2);
    assertThat(run("wake", "--wait=soon", "lal", "--url", server.url())).isEqualTo(2);
    assertThat(run("ps", "--url", "nowhere")).isEqualTo(2);
    assertThat(out.toString()).isEmpty();
  }

  private int remote(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--url", server.url()));
    return run(all.toArray(String[]::new));
  }

  private int run(String... args) {
    return Cli.run(
        args, new Session(starter, Terminal.NONE, new PrintWriter(out), new PrintWriter(err)));
  }

  private static Future<ActReply> reply(Result result) {
    return Future.succeededFuture(
        new ActReply(result, "", Optional.of(bare("lal", State.RUNNING))));
  }

  private static String agentOf(String line) {
    return new JsonObject(line).getJsonObject("data").getString("agent");
  }

  /** Tells what it was asked for, and starts nothing. */
  private static final class ScriptedStarter implements Starter {
    private final List<String> calls = new ArrayList<>();
    private GatewayConfig config =
        Configs.withAdmin(new GatewayConfig.Admin("127.0.0.1", 1, Secret.NONE));
    private Optional<ConfigException> problem = Optional.empty();

    @Override
    public LoadedConfig load(Optional<Path> file, Map<String, String> flags) {
      calls.add("load " + file + " " + flags);
      problem.ifPresent(bad -> {
        throw bad;
      });
      return new LoadedConfig(config, file, List.of(), List.of(), List.of());
    }

    @Override
    public int serve(LoadedConfig with, Map<String, String> flags) {
      calls.add("serve " + with.file());
      return 7;
    }

    @Override
    public int demo(List<String> args) {
      calls.add("demo " + args);
      return 8;
    }
  }
}
