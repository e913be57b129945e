package io.reveille.runtime;

import static io.reveille.core.Operation.PAUSE;
import static io.reveille.core.Operation.START;
import static io.reveille.core.Operation.STOP;
import static io.reveille.core.Operation.UNPAUSE;
import static io.reveille.runtime.ProcessFixture.LAL;
import static io.reveille.runtime.ProcessFixture.handle;
import static io.reveille.runtime.ProcessFixture.perform;
import static io.reveille.testing.Await.await;
import static io.reveille.testing.Await.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.core.AgentRuntime.Outcome;
import io.reveille.core.AgentSettings.Command;
import io.reveille.core.BotId;
import io.reveille.core.Exit;
import io.reveille.core.LogLine;
import io.reveille.core.Sighting;
import io.reveille.core.Sighting.Status;
import io.reveille.runtime.ProcessTable.Activity;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessRuntimeTest {
  private static final String STAYS = "echo up; exec sleep 60";
  private static final String STAYS_WITH_CHILDREN = "sleep 60 & sleep 61 & echo up; wait";

  @TempDir
  Path folder;

  private ProcessFixture fixture;

  @BeforeEach
  void begin() {
    fixture = new ProcessFixture(folder);
  }

  @AfterEach
  void end() {
    fixture.close();
  }

  @Test
  void anAgentThatWasNeverStartedIsCreatedAndHasItsEndpoint() {
    fixture.shell(STAYS);

    Sighting lal = await(fixture.runtime().list()).get(0);

    assertThat(lal.status()).isEqualTo(Status.CREATED);
    assertThat(lal.generation().everRan()).isFalse();
    assertThat(lal.endpoint().orElseThrow().url()).isEqualTo("http://127.0.0.1:18999");
  }

  @Test
  void anAgentWithoutCommandIsNoneOfThisRuntime() {
    fixture.configure(LAL, Duration.ZERO, Command.NONE);
    ProcessRuntime runtime = fixture.runtime();

    assertThat(await(runtime.list())).isEmpty();
    assertThat(await(runtime.inspect(LAL)).status()).isEqualTo(Status.MISSING);
  }

  @Test
  void theCommandRunsInItsFolderWithItsEnvironmentAndThePort() throws IOException {
    Path home = Files.createDirectory(folder.resolve("home")).toRealPath();
    fixture.configure(
        LAL,
        Duration.ofSeconds(4),
        new Command(
            List.of("sh", "-c", "echo $PWD $PORT $GREETING up; exec sleep 60"),
            Optional.of(home.toString()),
            Map.of("GREETING", "hello")));

    fixture.startUntil(fixture.runtime(), "up");

    assertThat(fixture.output()).isEqualTo(home + " 18999 hello up\n");
  }

  @Test
  void thePortInTheEnvironmentOfTheFileIsLeftAlone() throws IOException {
    fixture.configure(
        LAL,
        Duration.ofSeconds(4),
        new Command(
            List.of("sh", "-c", "echo $PORT up; exec sleep 60"),
            Optional.empty(),
            Map.of("PORT", "7")));

    fixture.startUntil(fixture.runtime(), "up");

    assertThat(fixture.output()).isEqualTo("7 up\n");
  }

  @Test
  void whatRunsAlreadyIsNotStartedAgain() {
    fixture.shell(STAYS);
    ProcessRuntime runtime = fixture.runtime();
    Sighting first = fixture.startUntil(runtime, "up");

    Outcome again = perform(runtime, START);

    assertThat(again.problem()).isEmpty();
    assertThat(again.sighting().generation()).isEqualTo(first.generation());
  }

  @Test
  void twoStartsThatMeetMakeOneProcess() {
    fixture.shell(STAYS);
    ProcessRuntime runtime = fixture.runtime();
    Sighting created = await(runtime.inspect(LAL));

    Future<Outcome> one = runtime.perform(START, created);
    Future<Outcome> two = runtime.perform(START, created);

    assertThat(await(one).sighting().generation())
        .isEqualTo(await(two).sighting().generation());
  }

  @Test
  void aPauseFreezesTheWholeFamilyAndAnUnpauseThawsIt() {
    fixture.shell(STAYS_WITH_CHILDREN);
    ProcessRuntime runtime = fixture.runtime();
    Sighting started = fixture.startUntil(runtime, "up");
    List<ProcessHandle> family = ProcessSignals.family(handle(started));

    Outcome paused = perform(runtime, PAUSE);

    assertThat(paused.problem()).isEmpty();
    assertThat(paused.sighting().status()).isEqualTo(Status.PAUSED);
    assertThat(paused.sighting().generation()).isEqualTo(started.generation());
    assertThat(family).hasSize(3);
    await(fixture.until(() -> all(family, Activity.STOPPED)));

    Outcome thawed = perform(runtime, UNPAUSE);

    assertThat(thawed.problem()).isEmpty();
    assertThat(thawed.sighting().status()).isEqualTo(Status.RUNNING);
    await(fixture.until(() -> all(family, Activity.RUNS)));
  }

  @Test
  void aPauseOfWhatIsPausedAndAnUnpauseOfWhatRunsAreSuccess() {
    fixture.shell(STAYS);
    ProcessRuntime runtime = fixture.runtime();
    fixture.startUntil(runtime, "up");

    assertThat(perform(runtime, UNPAUSE).problem()).isEmpty();
    assertThat(perform(runtime, PAUSE).problem()).isEmpty();
    assertThat(perform(runtime, PAUSE).problem()).isEmpty();
  }

  @Test
  void aStopAsksByTermAndIsToldAsAnnounced() {
    fixture.shell("trap 'exit 7' TERM; echo up; while :; do sleep 0.05; done");
    ProcessRuntime runtime = fixture.runtime();
    fixture.startUntil(runtime, "up");

    Outcome stopped = perform(runtime, STOP);

    assertThat(stopped.problem()).isEmpty();
    assertThat(stopped.sighting().status()).isEqualTo(Status.EXITED);
    assertThat(exit(stopped.sighting()).code()).isEqualTo(7);
    assertThat(exit(stopped.sighting()).announced()).isTrue();
  }

  @Test
  void whatIgnoresTermIsKilledWithItsChildrenAfterTheStopTimeout() {
    fixture.shell(
        LAL, Duration.ofMillis(300), "trap '' TERM; sleep 60 & echo up; while :; do wait; done");
    ProcessRuntime runtime = fixture.runtime();
    List<ProcessHandle> family = ProcessSignals.family(handle(fixture.startUntil(runtime, "up")));

    Outcome stopped = perform(runtime, STOP);

    assertThat(exit(stopped.sighting()).code()).isEqualTo(137);
    assertThat(exit(stopped.sighting()).announced()).isTrue();
    assertThat(all(family, Activity.GONE)).isTrue();
  }

  @Test
  void childrenThatTheProcessLeavesBehindAreEndedToo() {
    fixture.shell(STAYS_WITH_CHILDREN);
    ProcessRuntime runtime = fixture.runtime();
    List<ProcessHandle> family = ProcessSignals.family(handle(fixture.startUntil(runtime, "up")));

    assertThat(exit(perform(runtime, STOP).sighting()).code()).isEqualTo(143);

    assertThat(family).hasSize(3);
    assertThat(all(family, Activity.GONE)).isTrue();
  }

  @Test
  void aPausedProcessIsThawedToHandleItsTerm() {
    fixture.shell("trap 'exit 9' TERM; echo up; while :; do sleep 0.05; done");
    ProcessRuntime runtime = fixture.runtime();
    fixture.startUntil(runtime, "up");
    perform(runtime, PAUSE);

    assertThat(exit(perform(runtime, STOP).sighting()).code()).isEqualTo(9);
  }

  @Test
  void aStopOfWhatHasEndedIsSuccess() {
    fixture.shell(STAYS);
    ProcessRuntime runtime = fixture.runtime();
    fixture.startUntil(runtime, "up");
    perform(runtime, STOP);

    Outcome again = perform(runtime, STOP);

    assertThat(again.problem()).isEmpty();
    assertThat(again.sighting().status()).isEqualTo(Status.EXITED);
  }

  @Test
  void anExitByItselfIsToldAtOnceWithItsCode() {
    fixture.shell("exit 5");

    perform(fixture.runtime(), START);

    await(fixture.until(() -> !fixture.seen.isEmpty()));
    Sighting seen = fixture.seen.get(0);
    assertThat(seen.status()).isEqualTo(Status.EXITED);
    assertThat(exit(seen).code()).isEqualTo(5);
    assertThat(exit(seen).announced()).isFalse();
    assertThat(exit(seen).isCrash(false)).isTrue();
  }

  @Test
  void aKillByHandIsACrash() {
    fixture.shell(STAYS);
    Sighting started = fixture.startUntil(fixture.runtime(), "up");

    handle(started).destroyForcibly();

    await(fixture.until(() -> !fixture.seen.isEmpty()));
    assertThat(exit(fixture.seen.get(0)).code()).isEqualTo(137);
    assertThat(exit(fixture.seen.get(0)).announced()).isFalse();
  }

  @Test
  void aNewStartIsANewGeneration() {
    fixture.shell(STAYS);
    ProcessRuntime runtime = fixture.runtime();
    Sighting first = fixture.startUntil(runtime, "up");
    perform(runtime, STOP);

    Outcome second = perform(runtime, START);

    assertThat(second.sighting().status()).isEqualTo(Status.RUNNING);
    assertThat(second.sighting().generation()).isNotEqualTo(first.generation());
  }

  @Test
  void whatWasMeantForAnEarlierRunIsNotDoneToALaterOne() {
    fixture.shell(STAYS);
    ProcessRuntime runtime = fixture.runtime();
    Sighting first = fixture.startUntil(runtime, "up");
    perform(runtime, STOP);
    perform(runtime, START);

    Outcome stop = await(runtime.perform(STOP, first));
    Outcome pause = await(runtime.perform(PAUSE, first));

    assertThat(stop.problem()).contains("started anew");
    assertThat(pause.problem()).contains("started anew");
    assertThat(pause.sighting().status()).isEqualTo(Status.RUNNING);
  }

  @Test
  void aPauseOfWhatHasEndedSaysSo() {
    fixture.shell(STAYS);
    ProcessRuntime runtime = fixture.runtime();
    Sighting started = fixture.startUntil(runtime, "up");
    perform(runtime, STOP);

    Outcome pause = await(runtime.perform(PAUSE, started));

    assertThat(pause.problem()).contains("has ended");
    assertThat(pause.sighting().status()).isEqualTo(Status.EXITED);
  }

  @Test
  void whatAnOperatorFreezesByHandIsSeen() {
    fixture.shell(STAYS);
    ProcessRuntime runtime = fixture.runtime();
    Sighting started = fixture.startUntil(runtime, "up");

    assertThat(new ProcessSignals(fixture.table).pause(handle(started))).isEmpty();

    assertThat(await(runtime.list()).get(0).status()).isEqualTo(Status.PAUSED);
  }

  @Test
  void aProgramThatIsNotThereIsNamed() {
    refused(
        List.of("no-such-program-7411"),
        Optional.empty(),
        "agents.lal.command",
        "no-such-program-7411");
  }

  @Test
  void aFileThatMayNotBeExecutedIsNamed() throws IOException {
    Path script = Files.writeString(folder.resolve("agent.sh"), "#!/bin/sh\n");

    refused(List.of(script.toString()), Optional.empty(), "agents.lal.command", "chmod +x");
  }

  @Test
  void aFolderThatIsNotThereIsNamed() {
    Path nowhere = folder.resolve("nowhere");

    refused(List.of("true"), Optional.of(nowhere.toString()), "agents.lal.cwd", nowhere.toString());
  }

  @Test
  void anAgentWithoutPortIsToldOnceAndNotStarted() {
    fixture.configureWithoutPort(LAL, new Command(List.of("true"), Optional.empty(), Map.of()));
    ProcessRuntime runtime = fixture.runtime();
    await(runtime.list());
    await(runtime.list());

    assertThat(perform(runtime, START).problem()).contains("agents.lal.port");
    assertThat(fixture.misconfigured).singleElement().asString().contains("agents.lal.port");
  }

  @Test
  void nobodyOutlivesTheRuntime() {
    BotId deaf = new BotId("deaf");
    fixture.shell(STAYS_WITH_CHILDREN);
    fixture.shell(
        deaf, Duration.ofMillis(200), "trap '' TERM; echo up; while :; do sleep 0.05; done");
    ProcessRuntime runtime = fixture.runtime();
    List<ProcessHandle> family = ProcessSignals.family(handle(fixture.startUntil(runtime, "up")));
    perform(runtime, PAUSE);
    Sighting other =
        await(runtime.inspect(deaf).compose(is -> runtime.perform(START, is))).sighting();
    ProcessHandle second = handle(other);

    await(runtime.close());

    assertThat(all(family, Activity.GONE)).isTrue();
    assertThat(all(List.of(second), Activity.GONE)).isTrue();
  }

  private void refused(List<String> words, Optional<String> cwd, String... texts) {
    fixture.configure(LAL, Duration.ofSeconds(4), new Command(words, cwd, Map.of()));

    Outcome outcome = perform(fixture.runtime(), START);

    assertThat(outcome.problem()).contains(texts);
    assertThat(outcome.sighting().status()).isEqualTo(Status.CREATED);
  }

  private boolean all(List<ProcessHandle> family, Activity activity) {
    return family.stream().allMatch(member -> fixture.table.activity(member.pid()) == activity);
  }

  private static Exit exit(Sighting sighting) {
    return sighting.exit().orElseThrow();
  }

  @Test
  void theLastLinesOfWhatItWroteAreKept() {
    fixture.shell("echo one; echo two >&2; echo three; printf four; exec sleep 60");
    ProcessRuntime runtime = fixture.runtime();
    assertThat(await(runtime.logs(LAL, 10))).as("before it ever ran").isEmpty();

    perform(runtime, START);

    until(
        () -> await(runtime.logs(LAL, 3))
            .equals(Stream.of("two", "three", "four").map(LogLine::of).toList()),
        Duration.ofSeconds(20));
  }
}
