package io.reveille.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.status.NopStatusListener;
import java.util.Optional;

/**
 * The log: Reveille's own lines from {@code REVEILLE_LOG_LEVEL} on, warnings of the libraries, all to the error output,
 * because the output is for data. Logback finds it as a service. In Java, because reading the same from XML takes the
 * start a tenth of its time; whoever wants another log names a file with {@code -Dlogback.configurationFile}.
 */
public final class LogSetup extends ContextAwareBase implements Configurator {
  private static final String ANOTHER = "logback.configurationFile";

  @Override
  public ExecutionStatus configure(LoggerContext log) {
    if (System.getProperty(ANOTHER) != null) {
      return ExecutionStatus.INVOKE_NEXT_IF_ANY;
    }
    log.getStatusManager().add(new NopStatusListener());
    String level = asked("LEVEL");
    Logger ours = log.getLogger("io.reveille");
    ours.setLevel(Level.toLevel(level, Level.INFO));
    // without a network card Netty takes random bytes, and warns
    log.getLogger("io.netty.util.internal.MacAddressUtil").setLevel(Level.ERROR);
    Logger all = log.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    all.setLevel(Level.WARN);
    all.addAppender(errorOutput(log, OutputForm.of(asked("FORMAT"))));
    if (!level.isEmpty() && !Level.toLevel(level, Level.OFF).toString().equalsIgnoreCase(level)) {
      ours.warn(
          "REVEILLE_LOG_LEVEL is '{}': write TRACE, DEBUG, INFO, WARN, ERROR or OFF. It is INFO.",
          level);
    }
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  private static String asked(String what) {
    return Optional.ofNullable(System.getenv("REVEILLE_LOG_" + what)).orElse("");
  }

  private static ConsoleAppender<ILoggingEvent> errorOutput(LoggerContext log, OutputForm form) {
    Encoder<ILoggingEvent> encoder = form.encoder(log);
    encoder.setContext(log);
    encoder.start();
    ConsoleAppender<ILoggingEvent> output = new ConsoleAppender<>();
    output.setContext(log);
    output.setTarget("System.err");
    output.setEncoder(encoder);
    output.start();
    return output;
  }
}
