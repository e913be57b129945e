package io.reveille.notify;

import io.reveille.bus.GatewayMessage.ChatPlace;
import java.util.Locale;
import java.util.Optional;

/** A channel of a chat server, or a thread in it. */
record Place(Server server, String channel, Optional<String> thread) {

  enum Server {
    MATTERMOST,
    SLACK;

    /** As it stands in front of a channel. */
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Empty if it names no server that Reveille can talk to. */
  static Optional<Place> of(ChatPlace place) {
    return of(place.channel(), place.thread());
  }

  /** @param name for example {@code mattermost:CHANNEL_ID} */
  static Optional<Place> of(String name, Optional<String> thread) {
    for (Server server : Server.values()) {
      String prefix = server.word() + ":";
      if (name.startsWith(prefix) && name.length() > prefix.length()) {
        return Optional.of(new Place(server, name.substring(prefix.length()), thread));
      }
    }
    return Optional.empty();
  }

  /** The channel as it is configured. */
  String name() {
    return server.word() + ":" + channel;
  }
}
