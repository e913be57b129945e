/** The command line. */
@NullMarked
package io.reveille.cli;

import org.jspecify.annotations.NullMarked;
