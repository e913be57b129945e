/** The wiring: what is built, in which order it starts and stops. */
@NullMarked
package io.reveille;

import org.jspecify.annotations.NullMarked;
