package io.reveille.notify;

import static io.reveille.notify.Letters.letter;
import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.bus.GatewayMessage.LogLines;
import io.reveille.bus.GatewayMessage.Logs;
import io.reveille.core.Letter;
import io.reveille.core.LogLine;
import io.reveille.notify.Target.Answer;
import io.reveille.notify.Target.Result;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LastLinesTest {
  private final List<Logs> asked = new ArrayList<>();
  private final List<Letter> sent = new ArrayList<>();
  private Future<LogLines> lines = Future.succeededFuture(
      new LogLines(List.of(LogLine.of("starting"), LogLine.of("password=hunter2 failed"))));
  private int wanted = 5;

  private String detailOf(Letter letter) {
    LastLines last = new LastLines(() -> wanted, query -> {
      asked.add(query);
      return lines;
    });
    Target target = last.under(arriving -> {
      sent.add(arriving);
      return Future.succeededFuture(new Answer(Result.TAKEN, 200, "", Optional.empty()));
    });
    assertThat(target.send(letter).succeeded()).isTrue();
    return sent.get(0).alert().detail();
  }

  @Test
  void theLinesStandUnderTheAlertThatAnAgentHasFailed() {
    assertThat(detailOf(letter("one")))
        .isEqualTo(
            letter("one").alert().detail() + "\nIts last lines:\nstarting\npassword=*** failed");
    assertThat(asked).extracting(Logs::tail).containsExactly(5);
  }

  @Test
  void withoutTheSettingNothingIsRead() {
    wanted = 0;

    assertThat(detailOf(letter("one"))).isEqualTo(letter("one").alert().detail());
    assertThat(asked).isEmpty();
  }

  @Test
  void noOtherAlertHasThem() {
    detailOf(letter("one", "agent.crashed"));

    assertThat(asked).isEmpty();
  }

  @Test
  void anAlertWhoseLinesCannotBeReadGoesOutWithoutThem() {
    lines = Future.failedFuture("the engine is away");

    assertThat(detailOf(letter("one"))).isEqualTo(letter("one").alert().detail());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Authorization: Bearer abcdef123456 | Authorization: ***",
        "sent authorization=Basic dXNlcjpwYXNz | sent authorization=***",
        "curl with bearer abcdef123456 x | curl with bearer *** x",
        "DB_PASSWORD=hunter2 PORT=80 | DB_PASSWORD=*** PORT=80",
        "{\"apiKey\": \"a b \\\" c\", \"n\": 1} | {\"apiKey\": ***, \"n\": 1}",
        "client_secret: 'two words' ok | client_secret: *** ok",
        "run --db-token abc --port 80 | run --db-token *** --port 80",
        "postgres://joe:pass@db/x | postgres://***@db/x",
        "Cookie: a=b; c=d | Cookie: ***",
        "-----BEGIN RSA PRIVATE KEY----- | -----BEGIN RSA PRIVATE KEY***",
        "key xoxb-1234567890-abc done | key *** done",
        "got eyJhbGciOi.eyJzdWIi.sig end | got *** end",
        "sum 0123456789abcdef0123456789abcdef end | sum *** end",
        "TypeError: x is not a function at agent.js:12 | TypeError: x is not a function at agent.js:12",
        "listening on http://0.0.0.0:8080/ | listening on http://0.0.0.0:8080/"
      })
  void whatLooksSecretIsTakenOutAndTheRestStays(String line, String left) {
    assertThat(SecretWords.removed(line)).isEqualTo(left);
  }
}
