package io.reveille.store;

import static io.reveille.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.config.GatewayConfig.Storage;
import io.reveille.core.BotId;
import io.reveille.core.IndicatorPost;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndicatorPostsTest {
  private static final IndicatorPost ONE =
      new IndicatorPost(new BotId("lal"), "mattermost:here", "p1", Optional.empty());
  private static final IndicatorPost TWO =
      new IndicatorPost(new BotId("lal"), "slack:C1", "1795341600.000001", Optional.of("gone"));

  @TempDir
  private Path folder;

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() {
    await(vertx.close());
  }

  @Test
  void postsOutliveReveilleUntilTheyAreForgotten() {
    SqliteJournal first = open();
    await(first.indicatorPosts().put(ONE));
    await(first.indicatorPosts().put(TWO));
    await(first.close());

    SqliteJournal second = open();
    assertThat(await(second.indicatorPosts().standing())).containsExactly(ONE, TWO);
    await(second.indicatorPosts().forget(ONE));

    assertThat(await(second.indicatorPosts().standing())).containsExactly(TWO);
    await(second.close());
  }

  @Test
  void lastWordReplacesWhatWasKnownOfThePost() {
    SqliteJournal journal = open();
    await(journal.indicatorPosts().put(ONE));
    IndicatorPost ended =
        new IndicatorPost(ONE.agent(), ONE.channel(), ONE.id(), Optional.of("failed"));

    await(journal.indicatorPosts().put(ended));

    assertThat(await(journal.indicatorPosts().standing())).containsExactly(ended);
    await(journal.close());
  }

  private SqliteJournal open() {
    String url = "jdbc:sqlite:" + folder.resolve("reveille.db");
    return await(SqliteJournal.open(vertx, new Storage(url, Duration.ofDays(30))));
  }
}
