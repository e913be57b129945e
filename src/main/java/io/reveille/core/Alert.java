package io.reveille.core;

import java.time.Instant;
import java.util.Optional;

/**
 * What admins are told of one event, whoever is told and however. All texts are plain: each target makes sure that
 * nothing in them becomes a link, a mention or a format.
 *
 * @param event its name, without the prefix {@code reveille.}
 * @param agent empty for events of the gateway, the runtime or the configuration
 * @param resolved it tells the end of a trouble, not the beginning
 * @param title a few words
 * @param detail sentences; empty if there is nothing to add
 * @param data the event in JSON, as the live events show it
 */
public record Alert(
    String event,
    Optional<BotId> agent,
    boolean resolved,
    Instant at,
    String title,
    String detail,
    String data) {}
