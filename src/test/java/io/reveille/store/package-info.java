/** Tests of the journal, on real files. */
@NullMarked
package io.reveille.store;

import org.jspecify.annotations.NullMarked;
