package io.reveille.notify;

import io.reveille.core.IndicatorPost;
import io.reveille.core.IndicatorPosts;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Remembers posts in memory. */
final class FakePosts implements IndicatorPosts {
  private final Map<String, IndicatorPost> posts = new LinkedHashMap<>();

  @Override
  public Future<Void> put(IndicatorPost post) {
    posts.put(post.channel() + post.id(), post);
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> forget(IndicatorPost post) {
    posts.remove(post.channel() + post.id());
    return Future.succeededFuture();
  }

  @Override
  public Future<List<IndicatorPost>> standing() {
    return Future.succeededFuture(List.copyOf(posts.values()));
  }
}
