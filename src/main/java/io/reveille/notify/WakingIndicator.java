package io.reveille.notify;

import static io.reveille.notify.WakingIndicator.Effect.DELETE;
import static io.reveille.notify.WakingIndicator.Effect.POST;
import static io.reveille.notify.WakingIndicator.Effect.POST_AGAIN;
import static io.reveille.notify.WakingIndicator.Effect.REMEMBER;
import static io.reveille.notify.WakingIndicator.Effect.REST;
import static io.reveille.notify.WakingIndicator.Effect.REVISE;
import static io.reveille.notify.WakingIndicator.Effect.SAY_AWAKE;
import static io.reveille.notify.WakingIndicator.Effect.SAY_FAILED;
import static io.reveille.notify.WakingIndicator.Effect.TYPE;
import static io.reveille.notify.WakingIndicator.Phase.DROPPED_LATE;
import static io.reveille.notify.WakingIndicator.Phase.FAILED_LATE;
import static io.reveille.notify.WakingIndicator.Phase.MUTE;
import static io.reveille.notify.WakingIndicator.Phase.OVER;
import static io.reveille.notify.WakingIndicator.Phase.POSTED;
import static io.reveille.notify.WakingIndicator.Phase.POSTING;
import static io.reveille.notify.WakingIndicator.Phase.READY_LATE;

import io.reveille.config.GatewayConfig.Chat.OnReady;
import java.util.List;

/**
 * What people in one place of a chat see of one wake, at one instant. {@link #on} decides and never acts: the caller
 * carries out the effects in order. At most one post is asked for at a time, and none after one that may have been
 * written without our knowing.
 */
record WakingIndicator(Phase phase, OnReady onReady) {

  enum Phase {
    /** No post yet. */
    UNPOSTED,
    /** A post is asked for, and nothing known of it. */
    POSTING,
    POSTED,
    /** There is no post and will be none. */
    MUTE,
    /** Ready before it was known what became of the post. */
    READY_LATE,
    FAILED_LATE,
    DROPPED_LATE,
    OVER
  }

  enum Event {
    TYPING_DUE,
    POST_DUE,
    /** The post stands. */
    ACCEPTED,
    /** The post was refused, or nobody knows. */
    REFUSED,
    /** The chat server does not want it now. */
    PUT_OFF,
    /** There is something else to say, for example that it crashed and is restarted. */
    NEWS,
    READY,
    FAILED,
    /** The wake ended and nobody needs to know how. */
    DROPPED
  }

  enum Effect {
    TYPE,
    /** End the typing. */
    REST,
    POST,
    POST_AGAIN,
    /** Keep the post in mind over a restart. */
    REMEMBER,
    /** Let the post say what is so, if it says something else. */
    REVISE,
    DELETE,
    SAY_AWAKE,
    SAY_FAILED
  }

  record Step(WakingIndicator next, List<Effect> effects) {}

  static WakingIndicator begin(OnReady onReady) {
    return new WakingIndicator(Phase.UNPOSTED, onReady);
  }

  boolean over() {
    return switch (phase) {
      case UNPOSTED, POSTING, POSTED, MUTE -> false;
      case READY_LATE, FAILED_LATE, DROPPED_LATE, OVER -> true;
    };
  }

  Step on(Event event) {
    return switch (phase) {
      case UNPOSTED ->
        switch (event) {
          case TYPING_DUE -> stay(TYPE);
          case POST_DUE -> to(POSTING, POST);
          case READY, FAILED, DROPPED -> to(OVER, REST);
          case ACCEPTED, REFUSED, PUT_OFF, NEWS -> stay();
        };
      case POSTING ->
        switch (event) {
          case TYPING_DUE -> stay(TYPE);
          case ACCEPTED -> to(POSTED, REMEMBER, REVISE);
          case REFUSED -> to(MUTE);
          case PUT_OFF -> to(Phase.UNPOSTED, POST_AGAIN);
          case READY -> to(READY_LATE, REST);
          case FAILED -> to(FAILED_LATE, REST);
          case DROPPED -> to(DROPPED_LATE, REST);
          case POST_DUE, NEWS -> stay();
        };
      case POSTED ->
        switch (event) {
          case TYPING_DUE -> stay(TYPE);
          case NEWS -> stay(REVISE);
          case READY -> to(OVER, REST, welcome());
          case FAILED -> to(OVER, REST, SAY_FAILED);
          case DROPPED -> to(OVER, REST, DELETE);
          case POST_DUE, ACCEPTED, REFUSED, PUT_OFF -> stay();
        };
      case MUTE ->
        switch (event) {
          case TYPING_DUE -> stay(TYPE);
          case READY, FAILED, DROPPED -> to(OVER, REST);
          case POST_DUE, ACCEPTED, REFUSED, PUT_OFF, NEWS -> stay();
        };
      case READY_LATE -> late(event, welcome());
      case FAILED_LATE -> late(event, SAY_FAILED);
      case DROPPED_LATE -> late(event, DELETE);
      case OVER -> stay();
    };
  }

  private Effect welcome() {
    return switch (onReady) {
      case DELETE -> DELETE;
      case EDIT -> SAY_AWAKE;
    };
  }

  private Step late(Event event, Effect ending) {
    return switch (event) {
      case ACCEPTED -> to(OVER, REMEMBER, ending);
      case REFUSED, PUT_OFF -> to(OVER); // nothing stands, and nobody waits for it any more
      case TYPING_DUE, POST_DUE, NEWS, READY, FAILED, DROPPED -> stay();
    };
  }

  private Step to(Phase next, Effect... effects) {
    return new Step(new WakingIndicator(next, onReady), List.of(effects));
  }

  private Step stay(Effect... effects) {
    return new Step(this, List.of(effects));
  }
}
