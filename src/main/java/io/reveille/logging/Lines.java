package io.reveille.logging;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import net.logstash.logback.composite.JsonProviders;
import net.logstash.logback.composite.loggingevent.KeyValuePairsJsonProvider;
import net.logstash.logback.composite.loggingevent.LogLevelJsonProvider;
import net.logstash.logback.composite.loggingevent.LoggerNameJsonProvider;
import net.logstash.logback.composite.loggingevent.LoggingEventFormattedTimestampJsonProvider;
import net.logstash.logback.composite.loggingevent.LoggingEventThreadNameJsonProvider;
import net.logstash.logback.composite.loggingevent.MessageJsonProvider;
import net.logstash.logback.composite.loggingevent.StackTraceJsonProvider;
import net.logstash.logback.encoder.LoggingEventCompositeJsonEncoder;

/** What is in a line of the log. */
final class Lines {
  private static final String UTC = "UTC";
  private static final String TIME = "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'";
  private static final String LINE =
      "%d{\"" + TIME + "\", " + UTC + "} %-5level %logger{0} - %msg%n%ex{short}";

  private Lines() {}

  static PatternLayoutEncoder text() {
    PatternLayoutEncoder text = new PatternLayoutEncoder();
    text.setPattern(LINE);
    return text;
  }

  static LoggingEventCompositeJsonEncoder json(LoggerContext log) {
    LoggingEventFormattedTimestampJsonProvider time =
        new LoggingEventFormattedTimestampJsonProvider();
    time.setFieldName("time");
    time.setPattern(TIME);
    time.setTimeZone(UTC);
    LoggerNameJsonProvider logger = new LoggerNameJsonProvider();
    logger.setFieldName("logger");
    LoggingEventThreadNameJsonProvider thread = new LoggingEventThreadNameJsonProvider();
    thread.setFieldName("thread");
    StackTraceJsonProvider error = new StackTraceJsonProvider();
    error.setFieldName("error");
    JsonProviders<ILoggingEvent> fields = new JsonProviders<>();
    fields.addProvider(time);
    fields.addProvider(new LogLevelJsonProvider());
    fields.addProvider(logger);
    fields.addProvider(thread);
    fields.addProvider(new MessageJsonProvider());
    fields.addProvider(new AgentProvider());
    fields.addProvider(new KeyValuePairsJsonProvider());
    fields.addProvider(error);
    fields.setContext(log);
    LoggingEventCompositeJsonEncoder json = new LoggingEventCompositeJsonEncoder();
    json.setProviders(fields);
    return json;
  }
}
