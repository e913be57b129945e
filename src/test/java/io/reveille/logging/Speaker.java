package io.reveille.logging;

import io.reveille.core.BotId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A program that says two things by the log. */
final class Speaker {
  private static final Logger LOG = LoggerFactory.getLogger(Speaker.class);

  private Speaker() {}

  public static void main(String[] args) {
    LOG.info("{} is awake", new BotId("lal"));
    LOG.atError()
        .addKeyValue("request", "01JD9M2N7QX")
        .setCause(new IllegalStateException("one\ntwo"))
        .log("It \"broke\"");
  }
}
