/** The journal in SQLite. */
@NullMarked
package io.reveille.store;

import org.jspecify.annotations.NullMarked;
