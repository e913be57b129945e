package io.reveille.core;

import io.vertx.core.Future;
import java.util.List;

/**
 * The posts of the waking indicator that still stand in a chat, so that a later Reveille takes away what an earlier
 * one left behind. Futures complete on the caller's context.
 */
public interface IndicatorPosts {
  /** Replaces what was known of the same post. */
  Future<Void> put(IndicatorPost post);

  /** It is gone, or says how it ended. */
  Future<Void> forget(IndicatorPost post);

  Future<List<IndicatorPost>> standing();
}
