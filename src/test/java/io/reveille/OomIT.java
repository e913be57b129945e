package io.reveille;

import static io.reveille.testing.Await.await;
import static io.reveille.testing.Await.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.bus.GatewayMessage.AgentEvent;
import io.reveille.core.Exit;
import io.reveille.testing.DockerLab;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The kernel ends an agent that takes more memory than its container may have. */
class OomIT {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final long LIMIT = 32L * 1024 * 1024;

  /** When it is told to, its first process becomes one that reads for ever and forgets nothing. */
  private static final String GREEDY = """
      trap 'exec /bin/busybox tail /dev/zero' USR1
      /bin/busybox httpd -f -p 8080 -h /www & wait
      """;

  @Test
  void anAgentThatRunsOutOfMemoryHasCrashedAndIsRestarted() throws Exception {
    try (DockerLab docker = DockerLab.engine();
        GatewayLab lab =
            GatewayLab.start(docker, "{'docker': {'agentRestartBackoffSeconds': '500ms'}}")) {
      DockerLab.Plan plan = docker
          .container("greedy")
          .expose(8080)
          .label("reveille.enable", "true")
          .host(host -> host.withMemory(LIMIT).withMemorySwap(LIMIT))
          .cmd("/bin/busybox", "sh", "-c", GREEDY);
      String container = plan.create();
      until(
          () -> await(lab.caller().get("/bots/" + plan.name() + "/"), LONG).status() == 200, LONG);

      docker.kill(container, "USR1");
      until(() -> lab.events("agent.recovered").size() == 1, LONG);

      assertThat(lab.events("agent.crashed")).hasSize(1);
      AgentEvent crashed = lab.events("agent.crashed").get(0);
      Exit exit = crashed.exit().orElseThrow();
      assertThat(exit.oomKilled()).isTrue();
      assertThat(exit.code()).isEqualTo(137);
      assertThat(await(lab.caller().get("/bots/" + plan.name() + "/"), LONG).status())
          .isEqualTo(200);
    }
  }
}
