package io.reveille.notify;

import io.reveille.core.Letter;
import io.vertx.core.Future;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log of Reveille itself. */
final class LogTarget implements Target {
  private static final Logger LOG = LoggerFactory.getLogger("io.reveille.alerts");

  @Override
  public Future<Answer> send(Letter letter) {
    String text =
        PlainText.inOneLine(letter.alert().title() + ". " + letter.alert().detail());
    if (letter.alert().resolved()) {
      LOG.info("{}", text);
    } else {
      LOG.warn("{}", text);
    }
    return Future.succeededFuture(
        new Answer(Result.TAKEN, 0, "written to the log", Optional.empty()));
  }
}
