package io.reveille.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import com.fasterxml.jackson.core.JsonGenerator;
import io.reveille.core.BotId;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;
import net.logstash.logback.composite.AbstractJsonProvider;

/** The field {@code agent}: the first bot ID among the arguments of a line. */
public final class AgentProvider extends AbstractJsonProvider<ILoggingEvent> {
  @Override
  public void writeTo(JsonGenerator json, ILoggingEvent event) throws IOException {
    Optional<BotId> agent = agent(event);
    if (agent.isPresent()) {
      json.writeStringField("agent", agent.get().value());
    }
  }

  private static Optional<BotId> agent(ILoggingEvent event) {
    return Stream.ofNullable(event.getArgumentArray())
        .flatMap(Stream::of)
        .filter(BotId.class::isInstance)
        .map(BotId.class::cast)
        .findFirst();
  }
}
