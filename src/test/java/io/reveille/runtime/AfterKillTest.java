package io.reveille.runtime;

import static io.reveille.core.Operation.PAUSE;
import static io.reveille.core.Operation.STOP;
import static io.reveille.core.Operation.UNPAUSE;
import static io.reveille.runtime.ProcessFixture.LAL;
import static io.reveille.runtime.ProcessFixture.handle;
import static io.reveille.runtime.ProcessFixture.perform;
import static io.reveille.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.core.Sighting;
import io.reveille.core.Sighting.Status;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Reveille of its own process is killed; what it started is nobody's child any more. */
class AfterKillTest {
  private static final Duration JVM_START = Duration.ofSeconds(30);

  @TempDir
  Path folder;

  private ProcessFixture fixture;

  @BeforeEach
  void begin() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process killed = new ProcessBuilder(List.of(
            java,
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            KilledReveille.class.getName(),
            folder.toString()))
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("killed.txt").toFile())
        .start();
    Process gone = await(Future.fromCompletionStage(killed.onExit()), JVM_START);
    assertThat(gone.exitValue()).isEqualTo(137);
    fixture = new ProcessFixture(folder);
    fixture.shell("exit 0");
  }

  @AfterEach
  void end() {
    fixture.close();
  }

  @Test
  void theNextOnePausesUnpausesAndStopsIt() {
    ProcessRuntime next = fixture.runtime();
    Sighting found = await(next.inspect(LAL));

    assertThat(found.status()).isEqualTo(Status.RUNNING);
    assertThat(perform(next, PAUSE).sighting().status()).isEqualTo(Status.PAUSED);
    assertThat(perform(next, UNPAUSE).sighting().status()).isEqualTo(Status.RUNNING);
    Sighting stopped = perform(next, STOP).sighting();

    assertThat(stopped.status()).isEqualTo(Status.EXITED);
    assertThat(stopped.generation()).isEqualTo(found.generation());
    assertThat(stopped.exit().orElseThrow().announced()).isTrue();
    assertThat(activity(found)).isEqualTo(ProcessTable.Activity.GONE);
  }

  @Test
  void itsEndIsToldThoughItIsNoChild() {
    ProcessRuntime next = fixture.runtime();
    Sighting found = await(next.inspect(LAL));

    handle(found).destroyForcibly();

    await(fixture.until(() -> !fixture.seen.isEmpty()), JVM_START);
    assertThat(fixture.seen.get(0).exit().orElseThrow().isCrash(false)).isTrue();
  }

  @Test
  void itEndsWithTheNextOne() {
    ProcessRuntime next = fixture.runtime();
    Sighting found = await(next.inspect(LAL));

    await(next.close());

    assertThat(activity(found)).isEqualTo(ProcessTable.Activity.GONE);
  }

  private ProcessTable.Activity activity(Sighting found) {
    return fixture.table.activity(Long.parseLong(found.instance().id()));
  }
}
