/** Tests of what an agent does, without an event loop. */
@NullMarked
package io.reveille.lifecycle;

import org.jspecify.annotations.NullMarked;
