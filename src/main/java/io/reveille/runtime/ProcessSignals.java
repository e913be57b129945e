package io.reveille.runtime;

import io.reveille.runtime.ProcessTable.Activity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Freezes and thaws a process and all that it has started. Blocks: only for a worker. */
final class ProcessSignals {
  // not /bin/kill, which small images do not have: every sh has it built in
  private static final List<String> KILL = List.of("/bin/sh", "-c", "kill -s \"$0\" \"$@\"");
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration GLANCE = Duration.ofMillis(1);

  private final ProcessTable table;

  ProcessSignals(ProcessTable table) {
    this.table = table;
  }

  /** The process and its descendants, parents first. */
  static List<ProcessHandle> family(ProcessHandle root) {
    return Stream.concat(Stream.of(root), root.descendants()).toList();
  }

  /** Empty when it is stopped afterwards, else why not. */
  String pause(ProcessHandle root) {
    Set<ProcessHandle> told = new LinkedHashSet<>();
    String refusal = "";
    // what it starts between the look and the signal is seen by the next look
    List<ProcessHandle> fresh = family(root);
    while (!fresh.isEmpty()) {
      refusal = send("STOP", fresh);
      told.addAll(fresh);
      fresh = family(root).stream().filter(member -> !told.contains(member)).toList();
    }
    return settled(root, Activity.STOPPED, refusal);
  }

  /** Empty when it runs afterwards, else why not. */
  String resume(ProcessHandle root) {
    // children first: a parent that asks after them finds them awake
    List<ProcessHandle> family = new ArrayList<>(family(root));
    Collections.reverse(family);
    return settled(root, Activity.RUNS, send("CONT", family));
  }

  private String settled(ProcessHandle root, Activity wanted, String refusal) {
    long until = System.nanoTime() + PATIENCE.toNanos();
    Activity activity = table.activity(root.pid());
    while (refusal.isEmpty() && activity == opposite(wanted)) {
      if (System.nanoTime() - until > 0) {
        return "it did not follow the signal within " + PATIENCE.toSeconds() + " s";
      }
      LockSupport.parkNanos(GLANCE.toNanos());
      activity = table.activity(root.pid());
    }
    return switch (activity) {
      // a member of the family that left in between makes kill complain, and changes nothing
      case RUNS, STOPPED -> activity == wanted ? "" : refusal;
      case GONE -> "it ended meanwhile";
      case UNKNOWN -> refusal;
    };
  }

  private static Activity opposite(Activity wanted) {
    return wanted == Activity.STOPPED ? Activity.RUNS : Activity.STOPPED;
  }

  private static String send(String signal, List<ProcessHandle> to) {
    List<String> words = new ArrayList<>(KILL);
    words.add(signal);
    to.forEach(process -> words.add(Long.toString(process.pid())));
    try {
      Process kill = new ProcessBuilder(words).redirectErrorStream(true).start();
      String said =
          new String(kill.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return kill.waitFor() == 0 ? "" : "signal " + signal + " was refused: " + said;
    } catch (IOException fault) {
      return "signal " + signal + " could not be sent: " + fault.getMessage();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return "signal " + signal + " was interrupted";
    }
  }
}
