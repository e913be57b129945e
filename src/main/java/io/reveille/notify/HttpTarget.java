package io.reveille.notify;

import io.reveille.core.Letter;
import io.vertx.core.Future;
import java.util.function.Function;

/** A target that takes alerts by HTTP, each in its own form. */
record HttpTarget(Courier courier, Redaction redaction, Function<Letter, Parcel> form)
    implements Target {
  @Override
  public Future<Answer> send(Letter letter) {
    return courier.bring(form.apply(letter), redaction);
  }
}
