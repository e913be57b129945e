package io.reveille.store;

import io.reveille.core.BotId;
import io.reveille.core.IndicatorPost;
import io.reveille.core.IndicatorPosts;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** The posts of the waking indicator in the journal's file. */
record SqliteIndicatorPosts(Writer writer, Pool readers) implements IndicatorPosts {
  @Override
  public Future<Void> put(IndicatorPost post) {
    Tuple row =
        Tuple.of(post.channel(), post.id(), post.agent().value(), post.ending().orElse(null));
    return writer.alone(connection ->
        connection.preparedQuery(Sql.PUT_INDICATOR_POST).execute(row).mapEmpty());
  }

  @Override
  public Future<Void> forget(IndicatorPost post) {
    Tuple key = Tuple.of(post.channel(), post.id());
    return writer.alone(connection ->
        connection.preparedQuery(Sql.FORGET_INDICATOR_POST).execute(key).mapEmpty());
  }

  @Override
  public Future<List<IndicatorPost>> standing() {
    return readers
        .query(Sql.INDICATOR_POSTS)
        .execute()
        .map(rows -> StreamSupport.stream(rows.spliterator(), false)
            .map(SqliteIndicatorPosts::post)
            .toList());
  }

  private static IndicatorPost post(Row row) {
    return new IndicatorPost(
        new BotId(row.getString("agent")),
        row.getString("channel"),
        row.getString("id"),
        Optional.ofNullable(row.getString("ending")));
  }
}
