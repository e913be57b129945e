package io.reveille.admin;

import io.reveille.config.Durations;
import io.reveille.core.Agent;
import io.reveille.core.BotId;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a request asks for, parsed; each method refuses with the name of the parameter. */
record Parameters(RoutingContext context) {
  private static final int LIMIT = 100;
  private static final int MOST = 1000;
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");
  private static final Duration SHORTEST_WINDOW = Duration.ofMinutes(1);
  private static final Duration LONGEST_WINDOW = Duration.ofDays(366);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);
  private static final Pattern WAIT =
      Pattern.compile("(?:^|[,;\\s])wait=\"?(\\d{1,9})\"?(?=$|[,;\\s])");

  BotId agent() {
    String id = context.pathParam("id");
    return BotId.parse(id)
        .orElseThrow(() -> Refusal.badParameter(
            "id", id, "1 to 63 of a-z 0-9 . _ - that begin with a letter or digit"));
  }

  Optional<String> text(String name) {
    return context.queryParam(name).stream().filter(value -> !value.isEmpty()).findFirst();
  }

  boolean flag(String name) {
    String value = text(name).orElse("false");
    return switch (value) {
      case "true" -> true;
      case "false" -> false;
      default -> throw Refusal.badParameter(name, value, "true or false");
    };
  }

  int limit() {
    return text("limit").map(value -> number("limit", value)).orElse(LIMIT);
  }

  private static int number(String name, String value) {
    boolean number = value.matches("\\d{1,4}");
    int limit = number ? Integer.parseInt(value) : 0;
    if (limit < 1 || limit > MOST) {
      throw Refusal.badParameter(name, value, "1 to " + MOST);
    }
    return limit;
  }

  /** A cursor of the history; those of other lists are texts. */
  Optional<Long> numberedCursor() {
    return text("cursor").map(value -> {
      if (!value.matches("\\d{1,18}")) {
        throw Refusal.badParameter("cursor", value, "what the page before gave as next");
      }
      return Long.parseLong(value);
    });
  }

  Instant since() {
    return text("since").map(value -> instant("since", value)).orElse(Instant.EPOCH);
  }

  private static Instant instant(String name, String value) {
    try {
      Instant at = OffsetDateTime.parse(value).toInstant();
      if (at.isBefore(Instant.EPOCH) || at.isAfter(LATEST)) {
        throw Refusal.badParameter(name, value, "a time from 1970 to 9999");
      }
      return at;
    } catch (DateTimeParseException wrong) {
      throw Refusal.badParameter(name, value, "a time like 2026-11-22T10:00:00Z");
    }
  }

  /** Until when; empty: until somebody ends it. */
  Optional<Instant> until(Instant now) {
    Optional<Instant> until =
        Optional.ofNullable(body().getString("until")).map(value -> instant("until", value));
    until.filter(at -> !at.isAfter(now)).ifPresent(past -> {
      throw Refusal.badParameter("until", past.toString(), "a time to come");
    });
    return until;
  }

  int tail() {
    return newest().orElse(LIMIT);
  }

  /** {@code tail}, if only so many of the newest are asked for. */
  Optional<Integer> newest() {
    return text("tail").map(value -> number("tail", value));
  }

  /** How far back, for example {@code 24h}. */
  Duration window() {
    String value = text("window").orElse("24h");
    try {
      Duration window = Durations.parse(value);
      if (window.compareTo(SHORTEST_WINDOW) >= 0 && window.compareTo(LONGEST_WINDOW) <= 0) {
        return window;
      }
    } catch (IllegalArgumentException wrong) {
      throw Refusal.badParameter("window", value, "a duration like 24h or 7d");
    }
    throw Refusal.badParameter("window", value, "1 minute to 366 days");
  }

  /** {@code open=true} or {@code open=false}; empty: both. */
  Optional<Boolean> open() {
    return text("open").map(value -> flag("open"));
  }

  /** As the document wants it: that has been checked. */
  JsonObject body() {
    return context.body().asJsonObject();
  }

  Caller caller() {
    return Caller.of(context);
  }

  /** The states asked for, by one parameter with commas or by several; all if there is none. */
  Set<Agent.State> states() {
    EnumSet<Agent.State> states = EnumSet.noneOf(Agent.State.class);
    for (String value : context.queryParam("state")) {
      for (String word : List.of(value.split(",", -1))) {
        states.add(state(word));
      }
    }
    return states.isEmpty() ? EnumSet.allOf(Agent.State.class) : states;
  }

  private static Agent.State state(String word) {
    for (Agent.State state : Agent.State.values()) {
      if (state.word().equals(word)) {
        return state;
      }
    }
    throw Refusal.badParameter("state", word, "one of " + List.of(Agent.State.values()));
  }

  /** {@code Prefer: wait=30}. What is not understood is ignored, as RFC 7240 demands. */
  Duration patience() {
    String prefer = String.join(",", context.request().headers().getAll("Prefer"));
    Matcher wait = WAIT.matcher(prefer);
    Duration asked =
        wait.find() ? Duration.ofSeconds(Long.parseLong(wait.group(1))) : Duration.ZERO;
    return asked.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : asked;
  }
}
