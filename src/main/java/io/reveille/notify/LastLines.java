package io.reveille.notify;

import io.reveille.bus.GatewayMessage.LogLines;
import io.reveille.bus.GatewayMessage.Logs;
import io.reveille.core.Alert;
import io.reveille.core.BotId;
import io.reveille.core.Letter;
import io.reveille.core.LogLine;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an agent wrote last, put under the alert that it has failed, if that is wanted; what looks secret is left out. */
record LastLines(IntSupplier wanted, Function<Logs, Future<LogLines>> logs) {
  private static final Logger LOG = LoggerFactory.getLogger(LastLines.class);
  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final String FAILED = "agent.failed";

  /** The same target, but what it gets has the lines. */
  Target under(Target target) {
    return letter -> enclose(letter).compose(target::send);
  }

  /** Without lines the alert goes out all the same. */
  private Future<Letter> enclose(Letter letter) {
    Alert alert = letter.alert();
    Optional<BotId> agent =
        alert.agent().filter(id -> wanted.getAsInt() > 0 && alert.event().equals(FAILED));
    return agent
        .map(id -> logs.apply(new Logs(id, wanted.getAsInt()))
            .timeout(LIMIT.toMillis(), TimeUnit.MILLISECONDS)
            .onFailure(fault -> LOG.warn("The last lines of {} cannot be read", id, fault))
            .map(LogLines::lines)
            .otherwise(List.of())
            .map(lines -> with(lines, letter)))
        .orElseGet(() -> Future.succeededFuture(letter));
  }

  private static Letter with(List<LogLine> lines, Letter letter) {
    if (lines.isEmpty()) {
      return letter;
    }
    Alert alert = letter.alert();
    String detail = alert.detail() + "\nIts last lines:\n"
        + String.join(
            "\n", lines.stream().map(LogLine::text).map(SecretWords::removed).toList());
    return new Letter(
        letter.id(),
        letter.target(),
        new Alert(
            alert.event(),
            alert.agent(),
            alert.resolved(),
            alert.at(),
            alert.title(),
            detail,
            alert.data()),
        letter.attempts(),
        letter.due(),
        letter.waiting());
  }
}
