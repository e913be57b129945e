/** Tests of the traces. */
@NullMarked
package io.reveille.tracing;

import org.jspecify.annotations.NullMarked;
