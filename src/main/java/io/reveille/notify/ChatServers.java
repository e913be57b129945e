package io.reveille.notify;

import io.reveille.config.GatewayConfig.Chat;
import io.reveille.core.Timers;
import io.reveille.notify.Place.Server;
import io.vertx.ext.web.client.WebClient;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The chat servers, as they are configured at the moment. */
final class ChatServers {
  private final ChatCalls calls;
  private final Supplier<Chat> config;
  private final String slackUrl;
  private final Map<Server, ChatLine> lines = new EnumMap<>(Server.class);

  /** @param slackUrl {@link Slack#URL}, but in tests */
  ChatServers(WebClient client, Timers timers, Supplier<Chat> config, String slackUrl) {
    this.calls = new ChatCalls(client, timers);
    this.config = config;
    this.slackUrl = slackUrl;
    for (Server server : Server.values()) {
      lines.put(server, new ChatLine(server, timers));
    }
  }

  Chat.Waking waking() {
    return config.get().waking();
  }

  /** Empty if it is switched off. */
  Optional<ChatServer> of(Server server) {
    Chat chat = config.get();
    return switch (server) {
      case MATTERMOST ->
        chat.mattermost().url().isEmpty()
            ? Optional.empty()
            : Optional.of(new Mattermost(calls, line(server), chat.mattermost()));
      case SLACK ->
        chat.slack().token().isSet()
            ? Optional.of(new Slack(calls, line(server), chat.slack(), slackUrl))
            : Optional.empty();
    };
  }

  private ChatLine line(Server server) {
    return Optional.ofNullable(lines.get(server)).orElseThrow();
  }
}
