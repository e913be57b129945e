package io.reveille.testing;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/** What is logged under one name from now on. */
public final class LoggedLines implements AutoCloseable {
  private final Logger logger;
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  public LoggedLines(String name) {
    logger = (Logger) LoggerFactory.getLogger(name);
    lines.start();
    logger.addAppender(lines);
  }

  public List<String> said() {
    return List.copyOf(lines.list).stream()
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  /** The fields of the lines that say {@code part}, as {@code key=value}. */
  public List<String> fieldsOf(String part) {
    return List.copyOf(lines.list).stream()
        .filter(line -> line.getFormattedMessage().contains(part))
        .flatMap(line -> Stream.ofNullable(line.getKeyValuePairs()).flatMap(List::stream))
        .map(pair -> pair.key + "=" + pair.value)
        .toList();
  }

  @Override
  public void close() {
    logger.detachAppender(lines);
  }
}
