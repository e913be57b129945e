package io.reveille.core;

/** Those who look at what the data plane does: one counts, one follows. */
public record Observers(Traffic traffic, Traces traces) {}
