package io.reveille.runtime;

import static io.reveille.core.Operation.PAUSE;
import static io.reveille.core.Operation.STOP;
import static io.reveille.core.Operation.UNPAUSE;
import static io.reveille.runtime.ProcessFixture.LAL;
import static io.reveille.runtime.ProcessFixture.perform;
import static io.reveille.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.core.AgentRuntime.Outcome;
import io.reveille.core.Exit;
import io.reveille.core.Sighting;
import io.reveille.core.Sighting.Status;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the next Reveille makes of the processes of the last one. */
class ProcessRollTest {
  private static final String STAYS = "echo up; exec sleep 60";

  @TempDir
  Path folder;

  private ProcessFixture fixture;

  @BeforeEach
  void begin() {
    fixture = new ProcessFixture(folder);
    fixture.shell(STAYS);
  }

  @AfterEach
  void end() {
    fixture.close();
  }

  @Test
  void whatStillRunsIsTheSameGenerationAfterAKillOfReveille() {
    Sighting before = fixture.startUntil(fixture.runtime(), "up");

    Sighting after = await(fixture.runtime().list()).get(0);

    assertThat(after.status()).isEqualTo(Status.RUNNING);
    assertThat(after.generation()).isEqualTo(before.generation());
  }

  @Test
  void whatWasPausedIsFoundPausedAndCanBeThawed() {
    ProcessRuntime first = fixture.runtime();
    fixture.startUntil(first, "up");
    perform(first, PAUSE);

    ProcessRuntime second = fixture.runtime();

    assertThat(await(second.list()).get(0).status()).isEqualTo(Status.PAUSED);
    assertThat(perform(second, UNPAUSE).sighting().status()).isEqualTo(Status.RUNNING);
  }

  @Test
  void aStopOfWhatWasTakenOverIsAnnounced() {
    fixture.startUntil(fixture.runtime(), "up");

    Outcome stopped = perform(fixture.runtime(), STOP);

    assertThat(stopped.sighting().status()).isEqualTo(Status.EXITED);
    assertThat(exit(stopped.sighting()).announced()).isTrue();
    assertThat(exit(stopped.sighting()).code()).isEqualTo(143);
  }

  @Test
  void theEndOfWhatWasTakenOverIsToldAsACrash() {
    Sighting started = fixture.startUntil(fixture.runtime(), "up");
    ProcessRuntime second = fixture.runtime();

    ProcessFixture.handle(started).destroyForcibly();

    await(fixture.until(() -> await(second.inspect(LAL)).status() == Status.EXITED));
    assertThat(exit(await(second.inspect(LAL))).isCrash(false)).isTrue();
  }

  @Test
  void whatEndedWhileReveilleWasAwayIsToldAsACrash() throws IOException {
    remember(Long.MAX_VALUE, fixture.table.boot() + "/1", false);

    Sighting lal = await(fixture.runtime().list()).get(0);

    assertThat(lal.status()).isEqualTo(Status.EXITED);
    assertThat(exit(lal).code()).isEqualTo(1);
    assertThat(exit(lal).isCrash(false)).isTrue();
  }

  @Test
  void aStopThatTheLastReveilleAskedForIsNoCrash() throws IOException {
    remember(Long.MAX_VALUE, fixture.table.boot() + "/1", true);

    assertThat(exit(await(fixture.runtime().list()).get(0)).announced()).isTrue();
  }

  @Test
  void whatEndedWithTheMachineIsNoCrash() throws IOException {
    remember(Long.MAX_VALUE, "another-boot/1", false);

    assertThat(exit(await(fixture.runtime().list()).get(0)).announced()).isTrue();
  }

  @Test
  void anotherProcessWithTheSameNumberIsNotTakenOver() throws IOException {
    long stranger = ProcessHandle.current().pid();
    remember(stranger, fixture.table.boot() + "/1", false);

    Sighting lal = await(fixture.runtime().list()).get(0);

    assertThat(lal.status()).isEqualTo(Status.EXITED);
  }

  @Test
  void aProcessWhoseStartWasNotNotedInTimeIsFound() throws IOException {
    ProcessBuilder unwritten = new ProcessBuilder("sh", "-c", "sleep 60; true");
    unwritten.environment().put(ProcessTable.MARK, fixture.stateFile + "#lal");
    Process process = unwritten.start();
    write(new JsonObject().put("starting", true));

    Sighting lal = await(fixture.runtime().list()).get(0);

    assertThat(lal.status()).isEqualTo(Status.RUNNING);
    assertThat(lal.instance().id()).isEqualTo(Long.toString(process.pid()));
  }

  @Test
  void aStartThatNeverCameToAProcessLeavesNothing() throws IOException {
    write(new JsonObject().put("starting", true));

    assertThat(await(fixture.runtime().list()).get(0).status()).isEqualTo(Status.CREATED);
  }

  @Test
  void whatIsBeingStartedIsNotedBefore() throws IOException {
    fixture.shell("cat " + fixture.stateFile + "; echo up; exec sleep 60");

    fixture.startUntil(fixture.runtime(), "up");

    assertThat(fixture.output()).contains("lal");
  }

  @Test
  void howItEndedIsRememberedOverAStartOfReveille() {
    ProcessRuntime first = fixture.runtime();
    fixture.startUntil(first, "up");
    Sighting stopped = perform(first, STOP).sighting();
    await(first.close());

    Sighting after = await(fixture.runtime().list()).get(0);

    assertThat(after.exit()).isEqualTo(stopped.exit());
    assertThat(after.generation()).isEqualTo(stopped.generation());
  }

  @Test
  void aDamagedFileIsBegunAnew() throws IOException {
    Files.createDirectories(fixture.stateFile.getParent());
    Files.writeString(fixture.stateFile, "{\"lal\": {\"pid");

    assertThat(await(fixture.runtime().list()).get(0).status()).isEqualTo(Status.CREATED);
    assertThat(new JsonObject(Files.readString(fixture.stateFile))).isEmpty();
  }

  private void remember(long pid, String mark, boolean dismissed) throws IOException {
    JsonObject run = new JsonObject()
        .put("pid", pid)
        .put("mark", mark)
        .put("startedAt", "2026-11-22T10:00:00Z")
        .put("dismissed", dismissed);
    write(run);
  }

  private void write(JsonObject run) throws IOException {
    Files.createDirectories(fixture.stateFile.getParent());
    Files.writeString(fixture.stateFile, new JsonObject().put("lal", run).encode());
  }

  private static Exit exit(Sighting sighting) {
    return sighting.exit().orElseThrow();
  }
}
