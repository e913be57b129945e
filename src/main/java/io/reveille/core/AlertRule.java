package io.reveille.core;

import java.util.List;
import java.util.Set;

/**
 * Which events go where.
 *
 * @param on names of events, without the prefix {@code reveille.}
 * @param to names of targets
 * @param resolved whether the end of the trouble is told as well
 */
public record AlertRule(Set<String> on, List<String> to, boolean resolved) {}
