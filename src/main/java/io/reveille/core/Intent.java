package io.reveille.core;

import java.time.Instant;

/**
 * What Reveille is about to do to one generation of an agent, written down before it is done. It is what
 * tells our own stop from a crash, also after Reveille was killed in between.
 */
public record Intent(BotId agent, Operation operation, Generation generation, Instant at) {}
