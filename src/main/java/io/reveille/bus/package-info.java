/** What the verticles say to one another, and how. */
@NullMarked
package io.reveille.bus;

import org.jspecify.annotations.NullMarked;
