package io.reveille.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.reveille.testing.Configurations;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WrongConfigurationTest {
  /** @param says words that stand in the report, in this order */
  record Wrong(String text, Map<String, String> environment, String where, List<String> says) {
    @Override
    public String toString() {
      return text.isEmpty() || text.equals("{}") ? environment.toString() : text;
    }
  }

  private static Wrong wrong(String text, String where, String... says) {
    return new Wrong(text, Map.of(), where, List.of(says));
  }

  private static Wrong variable(String name, String value, String where, String... says) {
    return new Wrong("{}", Map.of(name, value), where, List.of(says));
  }

  static Stream<Wrong> gateway() {
    return Stream.of(
        wrong("{ 'sever': { 'port': 1 } }", "/sever", "unknown key", "did you mean server?"),
        wrong("{ 'server': { 'prot': 1 } }", "/server/prot", "did you mean server.port?"),
        wrong(
            "{ 'docker': { 'agent-idle-timeout': 1 } }",
            "/docker/agent-idle-timeout",
            "did you mean docker.agentIdleTimeout?"),
        wrong("{ 'idle_timeout': 1, 'version': 1 }", "/idle_timeout", "unknown key"),
        wrong("{ 'version': 2 }", "/version", "use 1"),
        wrong("{", "line 1, column 2", "expected close marker for Object"),
        wrong("{ 'holdTimeout': 1 }", "/holdTimeout", "did you mean wake.holdTimeout?"),
        wrong("{ 'server': 7411 }", "/server", "7411 is no object"),
        wrong("{ 'server': { 'port': 70000 } }", "/server/port", "'70000' is no port", "65535"),
        wrong("{ 'server': { 'port': -1 } }", "/server/port", "'-1' is no port"),
        wrong("{ 'server': { 'port': true } }", "/server/port", "true is no port"),
        wrong("{ 'server': { 'port': 80.5 } }", "/server/port", "'80.5' is no port"),
        wrong("{ 'server': { 'port': null } }", "/server/port", "null is no value"),
        wrong("{ 'server': { 'host': 'http://x' } }", "/server/host", "is no host name"),
        wrong(
            "{ 'server': { 'host': '0.0.0.0:7411' } }",
            "/server/host",
            "leave out scheme and port"),
        wrong(
            "{ 'server': { 'routePrefix': 'bots' } }", "/server/routePrefix", "begin with a slash"),
        wrong(
            "{ 'server': { 'routePrefix': '/bots/' } }", "/server/routePrefix", "end without one"),
        wrong(
            "{ 'server': { 'hostSuffix': '.x.org' } }", "/server/hostSuffix", "is no host suffix"),
        wrong("{ 'admin': { 'host': '0.0.0.0' } }", "/admin/token", "is needed", "not loopback"),
        wrong("{ 'admin': { 'port': 7411 } }", "/admin/port", "7411", "server.port"),
        wrong("{ 'version': 2 }", "/version", "'2' is no version", "1"),
        wrong("{ 'runtime': 'podman' }", "/runtime", "'podman' is unknown", "docker, process"),
        wrong(
            "{ 'docker': { 'endpoint': 'ssh://h' } }",
            "/docker/endpoint",
            "is no endpoint",
            "unix://",
            "tcp://"),
        wrong(
            "{ 'docker': { 'agentIdleAction': 'sleep' } }",
            "/docker/agentIdleAction",
            "pause, stop, none"),
        wrong(
            "{ 'docker': { 'agentIdleTimeout': 1800000 } }",
            "/docker/agentIdleTimeout",
            "1800000 looks like milliseconds"),
        wrong(
            "{ 'docker': { 'agentIdleTimeout': -5 } }",
            "/docker/agentIdleTimeout",
            "negative",
            "use 0 for never"),
        wrong(
            "{ 'docker': { 'agentStopAfter': '6 hours' } }",
            "/docker/agentStopAfter",
            "'6 hours' is no duration"),
        wrong(
            "{ 'docker': { 'agentStopAfter': ['6h'] } }",
            "/docker/agentStopAfter",
            "an array is no duration"),
        wrong(
            "{ 'docker': { 'agentRestartBackoffSeconds': 400 } }",
            "/docker/agentRestartBackoffMaxSeconds",
            "5m is less than",
            "6m40s"),
        wrong(
            "{ 'docker': { 'agentMaxRestarts': 'three' } }",
            "/docker/agentMaxRestarts",
            "'three' is no count"),
        wrong("{ 'wake': { 'holdTimeout': '2h' } }", "/wake/holdTimeout", "out of bounds", "1h"),
        wrong("{ 'wake': { 'readyTimeout': 0 } }", "/wake/readyTimeout", "out of bounds"),
        wrong("{ 'wake': { 'maxHeld': 0 } }", "/wake/maxHeld", "'0' is no count"),
        wrong(
            "{ 'wake': { 'keepAwakeByOpenStreams': 'yes' } }",
            "/wake/keepAwakeByOpenStreams",
            "not true or false"),
        wrong(
            "{ 'wake': { 'ignore': { 'paths': ['x'] } } }", "/wake/ignore/paths", "'x' is no path"),
        wrong(
            "{ 'proxy': { 'maxHeaderSize': 10 } }",
            "/proxy/maxHeaderSize",
            "'10' is no size",
            "1024"),
        wrong(
            "{ 'storage': { 'url': 'jdbc:postgresql://u:p@h/d' } }",
            "/storage/url",
            "'jdbc:postgresql:' is not supported yet"),
        wrong("{ 'storage': { 'url': 'reveille.db' } }", "/storage/url", "use jdbc:sqlite:FILE"),
        wrong(
            "{ 'server': { 'token': '${NOT_SET}' } }",
            "/server/token",
            "variable NOT_SET is not set"),
        wrong(
            "{ 'admin': { 'host': '0.0.0.0', 'token': '${file:/no/such}' } }",
            "/admin/token",
            "file /no/such does not exist"),
        wrong("{ 'server': { 'token': '${OPEN' } }", "/server/token", "'${' is not closed"),
        wrong(
            "{ 'chat': { 'waking': { 'onReady': 'keep' } } }",
            "/chat/waking/onReady",
            "delete, edit"),
        wrong(
            "{ 'chat': { 'mattermost': { 'url': 'https://m' } } }",
            "/chat/mattermost/token",
            "is missing"),
        wrong("[]", "/", "holds no object"),
        wrong("", "/", "holds no object"),
        wrong("{ 'server': {\n  'port': 1,, } }", "line 2, column 13", "Unexpected character"),
        wrong("{} {}", "line 1", "token"),
        wrong("{ 'version': 1, 'version': 1 }", "line 1", "Duplicate field"));
  }

  static Stream<Wrong> agents() {
    return Stream.of(
        wrong("{ 'agents': [] }", "/agents", "an array is no object"),
        wrong("{ 'agents': { 'lal': true } }", "/agents/lal", "true is no object"),
        wrong("{ 'agents': { 'no good': {} } }", "/agents/no good", "is no bot ID"),
        wrong("{ 'agents': { 'Lal': {}, 'lal': {} } }", "/agents/lal", "once more"),
        wrong(
            "{ 'agents': { 'lal': { 'idle-timeout': 1 } } }",
            "/agents/lal/idle-timeout",
            "did you mean idleTimeout?"),
        wrong("{ 'agents': { 'lal': { 'port': 0 } } }", "/agents/lal/port", "'0' is no port"),
        wrong(
            "{ 'agents': { 'lal': { 'ready': { 'path': 'x' } } } }",
            "/agents/lal/ready/path",
            "begin with a slash"),
        wrong(
            "{ 'agents': { 'lal': { 'ready': { 'status': '999' } } } }",
            "/agents/lal/ready/status",
            "'999' is no status"),
        wrong(
            "{ 'agents': { 'lal': { 'awakeHours': 'always' } } }",
            "/agents/lal/awakeHours",
            "'always' is not like"),
        wrong(
            "{ 'agents': { 'lal': { 'command': 'node x' } } }",
            "/agents/lal/command",
            "use a list of words"),
        wrong(
            "{ 'agents': { 'lal': { 'env': ['A=1'] } } }",
            "/agents/lal/env",
            "no object of variables"),
        wrong(
            "{ 'agents': { 'lal': { 'chat': { 'channel': 'irc:x' } } } }",
            "/agents/lal/chat/channel",
            "is no channel"),
        wrong(
            "{ 'agents': { 'a': { 'aliases': ['b'] }, 'b': {} } }",
            "/agents/a/aliases",
            "'b' already belongs to b"),
        wrong(
            "{ 'agents': { 'a': { 'aliases': ['x'] }, 'b': { 'aliases': ['x'] } } }",
            "/agents/b/aliases",
            "'x' already belongs to a"),
        wrong(
            "{ 'agents': { 'a': { 'container': 'c' }, 'b': { 'container': 'c' } } }",
            "/agents/b/container",
            "'c' already belongs to a"),
        wrong(
            "{ 'agents': { 'a': { 'dependsOn': ['b'] }, 'b': { 'dependsOn': ['a'] } } }",
            "/agents/a/dependsOn",
            "circle: a -> b -> a"),
        wrong(
            "{ 'agents': { 'a': { 'dependsOn': ['a'] } } }",
            "/agents/a/dependsOn",
            "circle: a -> a"),
        wrong(
            "{ 'runtime': 'process', 'agents': { 'a': { 'port': 1 } } }",
            "/agents/a",
            "command is missing"),
        wrong(
            "{ 'runtime': 'process', 'agents': { 'a': { 'command': ['x'] } } }",
            "/agents/a",
            "port is missing"),
        wrong(
            "{ 'runtime': 'process', 'agents': { 'a': { 'command': ['x'], 'port': 1, 'dependsOn': 'b' } } }",
            "/agents/a/dependsOn",
            "no agent is called 'b'"));
  }

  static Stream<Wrong> alerts() {
    return Stream.of(
        wrong(
            "{ 'alerts': { 'targets': { 'ops': {} } } }", "/alerts/targets/ops", "type is missing"),
        wrong(
            "{ 'alerts': { 'targets': { 'ops': { 'type': 'mail' } } } }",
            "/alerts/targets/ops/type",
            "mattermost-webhook"),
        wrong(
            "{ 'alerts': { 'targets': { 'ops': { 'type': 'ntfy' } } } }",
            "/alerts/targets/ops",
            "url is missing"),
        wrong(
            "{ 'alerts': { 'targets': { 'ops': { 'type': 'ntfy', 'url': 'x' } } } }",
            "/alerts/targets/ops/url",
            "http://"),
        wrong(
            "{ 'alerts': { 'targets': { 'ops': { 'type': 'mattermost', 'channel': 'x' } } } }",
            "/alerts/targets/ops",
            "chat.mattermost"),
        wrong(
            "{ 'alerts': { 'targets': { 'ops': { 'type': 'webhook', 'url': 'http://x/', 'secret': 'whsec_%' } } } }",
            "/alerts/targets/ops/secret", "is no Base64"),
        wrong("{ 'alerts': { 'rules': {} } }", "/alerts/rules", "is no list of rules"),
        wrong(
            "{ 'alerts': { 'rules': [ { 'to': ['log'] , 'on': ['agent.failed'] } ] } }",
            "/alerts/rules/0/to",
            "no target is called 'log'"),
        wrong(
            "{ 'alerts': { 'targets': { 'ops': { 'type': 'log' } }, 'rules': [ { 'on': ['agent.fail'], 'to': ['ops'] } ] } }",
            "/alerts/rules/0/on",
            "did you mean agent.failed?"),
        wrong(
            "{ 'alerts': { 'targets': { 'ops': { 'type': 'log' } }, 'rules': [ { 'to': ['ops'] } ] } }",
            "/alerts/rules/0",
            "on is missing"));
  }

  static Stream<Wrong> environment() {
    return Stream.of(
        variable("REVEILLE_SERVER_PORT", "http", "REVEILLE_SERVER_PORT", "'http' is no port"),
        variable("REVEILLE_ADMIN_HOST", "0.0.0.0", "/admin/token", "is needed"),
        variable("REVEILLE_ADMIN_PORT", "7411", "REVEILLE_ADMIN_PORT", "server.port"),
        variable(
            "REVEILLE_SERVER_TOKEN_FILE",
            "/no/such",
            "REVEILLE_SERVER_TOKEN_FILE",
            "does not exist"),
        variable("DOCKER_HOST", "ssh://h", "DOCKER_HOST", "is no endpoint"));
  }

  @ParameterizedTest
  @MethodSource({"gateway", "agents", "alerts", "environment"})
  void eachGivesOneLineThatSaysWhereAndWhat(Wrong wrong) {
    ConfigException refused = catchThrowableOfType(
        ConfigException.class, () -> Configurations.load(wrong.text(), wrong.environment()));

    assertThat(refused).isNotNull();
    assertThat(refused.problems()).hasSize(1);
    assertThat(refused.problems().get(0).where()).startsWith(wrong.where());
    assertThat(refused.problems().get(0).what()).containsSubsequence(wrong.says());
  }

  @Test
  void allProblemsStandInOneReport() {
    ConfigException refused = catchThrowableOfType(
        ConfigException.class,
        () -> Configurations.load(
            "{ 'sever': {}, 'docker': { 'agentIdleTimeout': 1800000 }, 'agents': { 'lal': { 'port': 0 } } }",
            Map.of("REVEILLE_ADMIN_PORT", "x"),
            Map.of("server.prot", "1")));

    assertThat(refused.problems().stream().map(ConfigException.Problem::where))
        .containsExactlyInAnyOrder(
            "flag server.prot",
            "REVEILLE_ADMIN_PORT",
            "/sever",
            "/docker/agentIdleTimeout",
            "/agents/lal/port");
    assertThat(refused).hasMessageContaining("5 problems");
  }

  @Test
  void aFileThatIsNamedMustExist() {
    ConfigLoader loader = new ConfigLoader(Map.of(), List.of());

    ConfigException refused = catchThrowableOfType(
        ConfigException.class, () -> loader.load(Optional.of(Path.of("/no/such.json")), Map.of()));

    assertThat(refused.problems())
        .containsExactly(new ConfigException.Problem("/no/such.json", "there is no such file"));
  }

  @Test
  void secretsStandInNoReport() {
    ConfigException refused = catchThrowableOfType(
        ConfigException.class,
        () -> Configurations.load(
            "{ 'alerts': { 'targets': { 'ops': { 'type': 'ntfy', 'url': 'hush' } } } }"));

    assertThat(refused.getMessage()).doesNotContain("hush");
  }
}
