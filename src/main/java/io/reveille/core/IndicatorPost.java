package io.reveille.core;

import java.util.Optional;

/**
 * A post in a chat that says that an agent is waking up.
 *
 * @param channel for example {@code mattermost:CHANNEL_ID}
 * @param id the chat server's own
 * @param ending what it shall say in the end, as it goes to the server; empty: it shall go
 */
public record IndicatorPost(BotId agent, String channel, String id, Optional<String> ending) {}
