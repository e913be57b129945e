/** Puts agents to sleep, wakes them and restarts them. */
@NullMarked
package io.reveille.lifecycle;

import org.jspecify.annotations.NullMarked;
