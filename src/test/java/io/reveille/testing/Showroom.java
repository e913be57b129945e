package io.reveille.testing;

import io.reveille.bus.GatewayMessage.AgentEvent;
import io.reveille.bus.GatewayMessage.AgentReport;
import io.reveille.bus.GatewayMessage.AgentReport.Breaker;
import io.reveille.bus.GatewayMessage.AgentReport.Memory;
import io.reveille.bus.GatewayMessage.AgentReport.Next;
import io.reveille.bus.GatewayMessage.Condition;
import io.reveille.bus.GatewayMessage.Counted;
import io.reveille.bus.GatewayMessage.MemoryPoint;
import io.reveille.core.Agent.State;
import io.reveille.core.AgentView.UsualWake;
import io.reveille.core.BotId;
import io.reveille.core.Cause;
import io.reveille.core.Exit;
import io.reveille.core.Journal.Entry;
import io.reveille.core.Keep;
import io.reveille.core.Restarts;
import io.reveille.core.Sighting.Instance;
import io.reveille.core.Tally;
import io.reveille.core.Tally.Bucket;
import io.reveille.core.Tally.WakeTimes;
import io.reveille.core.Transition;
import io.reveille.core.Trouble;
import io.reveille.core.Trouble.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** A made-up fleet with a made-up day behind it, to look at: every state, a failure, charts that have a shape. */
public final class Showroom {
  private static final long MEBIBYTE = 1024 * 1024;
  private static final double HOURS = 24;
  private static final Duration USUAL_WAKE = Duration.ofMillis(6400);
  private static final double WHOLE = 8.2;
  private static final double OF_THE_CRASHED = 2.1;
  private static final double FIRST_CRASH = 22;
  private static final int SHOWN_EVENTS = 40;
  private static final String GIVEN_UP = "Three restarts did not help.";

  /** Name, image, minutes since the last message, MiB (negative: freed), the day as states and the hours they end. */
  private static final List<String> FLEET = List.of(
      "Scribe|meeting-notes:2.3|6|0|stopped 8.6 starting 8.75 running 13.2 paused 17 starting 17.1"
          + " running 21.2 restarting 21.5 running 21.9 restarting 22.5 running 22.7 restarting 23.3 failed",
      "Atlas|research:1.8|1|0|paused 6 stopped 9.4 starting 9.6 running 14 paused 20 starting 20.1"
          + " running 23.85 restarting",
      "Lal|helpdesk:4.1|0|0|running 1.2 paused 7 stopped 8.2 starting 8.4 running 12.1 paused 13"
          + " running 17.6 paused 20 stopped 23.9988 starting",
      "Copilot|copilot:1.0.3|0|712|paused 7.5 running 11 paused 12.2 running 16.4 paused 17.5 running",
      "Alice|sales-ops:0.9|3|418|stopped 8 starting 8.25 running 10 paused 13 running 15.2 paused 23.93"
          + " running",
      "Ledger|bookkeeper:2.0|21|533|stopped 9.1 starting 9.4 running 12.5 paused 18.5 stopped 21.7"
          + " starting 21.9 running",
      "On-call|pager:3.2|44|296|running",
      "Tutor|tutor:1.1|180|362|paused 3 stopped 15 starting 15.3 running 18 paused 19 running 21.2 paused",
      "Quill|writer:0.7|36|448|running 0.7 paused 6.7 stopped 11 starting 11.2 running 13.5 paused 19.5"
          + " running 23.88 paused",
      "Triage|bug-triage:5.0|360|310|stopped 7.2 starting 7.35 running 9 paused 12 running 14.6 paused 18"
          + " running 18.7 paused",
      "Chef|recipes:1.4|660|-2150|running 0.4 paused 6.4 stopped 12.1 starting 12.3 running 13.4"
          + " paused 20.45 stopped",
      "Gardener|greenhouse:0.3|4320|-1024|stopped");

  private static final int[] FROM_PAUSED = {18, 41, 33, 17, 6, 1, 0, 0, 0, 0, 0, 0, 0};
  private static final int[] FROM_STOPPED = {0, 0, 0, 0, 2, 7, 14, 23, 27, 16, 6, 1, 0};
  private static final double[] IN_USE = {
    3.2, 2.9, 2.6, 2.4, 2.2, 2.1, 1.9, 1.8, 2.4, 3.3, 3.9, 4.3, 4.6, 4.8, 4.5, 4.2, 3.8, 4.0, 4.4,
    4.1, 3.7, 3.9, 4.1, 4.0, 3.0
  };

  private final Instant now = Instant.now();
  private final AdminServer server = new AdminServer();
  private final List<Transition> steps = new ArrayList<>();

  private Showroom() {}

  /** The admin port with the fleet behind it. */
  public static AdminServer open() {
    return new Showroom().build();
  }

  private AdminServer build() {
    FLEET.forEach(line -> add(line.split("\\|", -1)));
    steps.sort(Comparator.comparing(Transition::at));
    for (int i = 0; i < steps.size(); i++) {
      server.history.add(new Entry(i + 1, steps.get(i)));
    }
    server.counted = new Counted(tally(), memory());
    server.condition =
        new Condition("docker", true, "", true, FLEET.size(), Optional.of(now.minusSeconds(2)));
    server.start();
    steps.stream()
        .skip(Math.max(0, steps.size() - SHOWN_EVENTS))
        .forEach(step -> server.publish(event(step)));
    steps.stream()
        .filter(step -> step.to() == State.FAILED)
        .forEach(step -> server.troubles.add(trouble(step)));
    return server;
  }

  private void add(String... parts) {
    BotId id = new BotId(parts[0].toLowerCase(Locale.ROOT));
    String[] day = parts[4].split(" ", -1);
    Instant since = parts[0].equals("Gardener") ? now.minus(Duration.ofDays(3)) : hour(0);
    State state = State.of(day[0]);
    for (int i = 2; i < day.length; i += 2) {
      Instant at = hour(Double.parseDouble(day[i - 1]));
      State next = State.of(day[i]);
      steps.add(new Transition(id, state, next, causeOf(next), at, Duration.between(since, at)));
      state = next;
      since = at;
    }
    server.with(report(id, parts, state, since));
  }

  private AgentReport report(BotId id, String[] parts, State state, Instant since) {
    Instant last = now.minus(Duration.ofMinutes(Long.parseLong(parts[2])));
    boolean failed = state == State.FAILED;
    boolean restarting = state == State.RESTARTING;
    Restarts restarts = new Restarts(
        failed ? 3 : restarting ? 2 : 0,
        Optional.of(now.plusSeconds(45)).filter(at -> restarting),
        Optional.empty());
    return new AgentReport(
        id,
        parts[0],
        state,
        since,
        causeOf(state),
        Optional.of(last),
        next(parts[0], state, since, last),
        parts[0].equals("Copilot") ? 1 : 0,
        state == State.STARTING ? 1 : 0,
        restarts,
        3,
        failed ? Breaker.OPEN : Breaker.CLOSED,
        Optional.of(new Exit(137, true, false, since)).filter(exit -> failed),
        "docker",
        new Instance("c0ffee", id.value(), "registry.example.org/agents/" + parts[1], state.word()),
        Optional.empty(),
        12,
        Optional.of(new UsualWake(Duration.ofSeconds(6), Duration.ofSeconds(14))),
        memoryOf(Long.parseLong(parts[3])),
        Optional.of(new Keep(Keep.Mode.AWAKE, Optional.of(now.plus(Duration.ofHours(2)))))
            .filter(keep -> parts[0].equals("Copilot")));
  }

  private static Optional<Next> next(String name, State state, Instant since, Instant last) {
    if (state == State.PAUSED) {
      return Optional.of(new Next(State.STOPPED, since.plus(Duration.ofHours(6))));
    }
    return Optional.of(new Next(State.IDLE, last.plus(Duration.ofMinutes(30))))
        .filter(next -> state == State.RUNNING && !name.equals("On-call"));
  }

  private static Memory memoryOf(long mebibytes) {
    return new Memory(
        Optional.of(mebibytes * MEBIBYTE).filter(bytes -> bytes > 0),
        Optional.of(-mebibytes * MEBIBYTE).filter(bytes -> bytes > 0));
  }

  private static Cause causeOf(State state) {
    return switch (state) {
      case PAUSED, IDLE -> Cause.IDLE_TIMEOUT;
      case STOPPED -> Cause.STOP_AFTER;
      case CRASHED, FAILED -> Cause.EXIT;
      case RESTARTING -> Cause.SCHEDULE;
      case CREATED, STARTING, RUNNING, MISSING -> Cause.REQUEST;
    };
  }

  private static AgentEvent event(Transition step) {
    String name = switch (step.to()) {
      case STARTING -> "waking";
      case RUNNING -> "ready";
      default -> step.to().word();
    };
    return new AgentEvent(
        "agent." + name,
        Optional.of(step.agent()),
        Optional.of(step.to()),
        Optional.of(step.from()),
        Optional.of(step.cause()),
        step.at(),
        Optional.of(step.from() == State.STARTING ? USUAL_WAKE : step.lasted()),
        Optional.empty(),
        Optional.empty(),
        0,
        Optional.empty(),
        step.to() == State.FAILED ? GIVEN_UP : "");
  }

  private Trouble trouble(Transition step) {
    return new Trouble(
        1,
        "agent.failed",
        Optional.of(step.agent()),
        step.at(),
        Optional.empty(),
        step.agent() + " has failed",
        GIVEN_UP,
        List.of(
            new Delivery("ops", Delivery.State.SENT, 1, Optional.empty(), ""),
            new Delivery(
                "phone", Delivery.State.PENDING, 2, Optional.of(now.plusSeconds(60)), "HTTP 503")));
  }

  private Tally tally() {
    List<Bucket> buckets = IntStream.range(0, FROM_PAUSED.length)
        .mapToObj(i -> new Bucket(FROM_PAUSED[i], FROM_STOPPED[i]))
        .toList();
    return new Tally(
        times(212, 900, 9000),
        times(116, 210, 430),
        times(96, 6400, 14_000),
        buckets,
        Map.of(),
        Map.of());
  }

  private static WakeTimes times(int count, long p50, long p90) {
    return new WakeTimes(
        count, Optional.of(Duration.ofMillis(p50)), Optional.of(Duration.ofMillis(p90)));
  }

  /** Every ten minutes, between the readings above. */
  private List<MemoryPoint> memory() {
    return IntStream.rangeClosed(0, 144)
        .mapToObj(i -> {
          double hour = Math.min(i / 6.0, HOURS - 0.001);
          int before = (int) hour;
          double part = hour - before;
          double used = IN_USE[before] * (1 - part) + IN_USE[before + 1] * part;
          return new MemoryPoint(hour(i / 6.0), gibibytes(used), gibibytes(whole(hour) - used));
        })
        .toList();
  }

  /** Who has crashed uses nothing, and frees nothing either. */
  private static double whole(double hour) {
    double sinceCrash = Math.max(0, hour - FIRST_CRASH) / (HOURS - FIRST_CRASH);
    return WHOLE - OF_THE_CRASHED * sinceCrash;
  }

  private static long gibibytes(double count) {
    return Math.round(count * 1024 * MEBIBYTE);
  }

  /** So many hours after this time yesterday. */
  private Instant hour(double hours) {
    return now.minusMillis(Math.round((HOURS - hours) * 3_600_000));
  }
}
