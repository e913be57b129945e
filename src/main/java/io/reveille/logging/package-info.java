/** The form of the log: for people on a terminal, for programs elsewhere. */
@NullMarked
package io.reveille.logging;

import org.jspecify.annotations.NullMarked;
