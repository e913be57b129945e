/** Fakes and helpers of the tests. */
@NullMarked
package io.reveille.testing;

import org.jspecify.annotations.NullMarked;
