/** Wakes that nobody sees, so that the first real one is as fast as the hundredth. */
@NullMarked
package io.reveille.rehearsal;

import org.jspecify.annotations.NullMarked;
