package io.reveille.core;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The alerts that the {@link Journal} has taken. They outlive Reveille; one waits until its target has it. Futures
 * complete on the caller's context.
 */
public interface Outbox {
  /** Instead of a setting, of a target that the configuration does not name any more. */
  String NOT_CONFIGURED = "";

  /** Gives {@code posted} the targets of each write that brought alerts, on any thread; it must not block. */
  Subscription watch(Consumer<Set<String>> posted);

  /** What admins are told of the delivery itself. */
  Future<Void> post(List<Notice> notices);

  /** The oldest for {@code target}; but one that the target does not take stands back until it is due. */
  Future<Optional<Letter>> next(String target, Instant now);

  /** The target has it. */
  Future<Void> delivered(Letter letter, Instant at);

  /**
   * One attempt more was in vain, because of {@code why}; the next not before {@code next}.
   *
   * @param problem what came back, in words that name no secret
   */
  Future<Void> postpone(Letter letter, Letter.Waiting why, Instant next, String problem);

  /**
   * One page of what admins should know of, newest first, delivered or not.
   *
   * @param open only what goes on, or only what is over; empty for both
   * @param before only what has a smaller number; empty for the newest
   */
  Future<List<Trouble>> troubles(Optional<Boolean> open, Optional<Long> before, int limit);

  /** The targets for which something waits. */
  Future<Set<String>> waitedFor();

  /** Nothing goes to the target as long as it is set like this. */
  Future<Void> switchOff(String target, String setting);

  Future<Void> switchOn(String target);

  /** The targets that are switched off, with the setting that they had then. */
  Future<Map<String, String>> switchedOff();
}
