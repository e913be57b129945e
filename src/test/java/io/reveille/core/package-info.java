/** Tests of the pure decisions. */
@NullMarked
package io.reveille.core;

import org.jspecify.annotations.NullMarked;
