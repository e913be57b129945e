package io.reveille.proxy;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.List;

/** What the decoder lets pass as the head of an answer and a client could read differently (RFC 9112, 4 and 6.1). */
final class AnswerRules {
  private static final int FIRST_STATUS = 200;
  private static final int LAST_STATUS = 999;

  private AnswerRules() {}

  /** Whether it can be passed on to somebody who has not asked for another protocol. */
  static boolean keptBy(AgentResponse answer) {
    int status = answer.status();
    return status >= FIRST_STATUS
        && status <= LAST_STATUS
        && framed(answer.headers())
        && !answer.headers().contains("");
  }

  private static boolean framed(MultiMap headers) {
    if (!headers.contains(HttpHeaders.TRANSFER_ENCODING)) {
      return true;
    }
    List<String> codings = headers.getAll(HttpHeaders.TRANSFER_ENCODING);
    return codings.size() == 1 && codings.get(0).equalsIgnoreCase("chunked");
  }
}
