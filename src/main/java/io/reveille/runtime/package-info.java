/** Where agents live: Docker containers or local processes. */
@NullMarked
package io.reveille.runtime;

import org.jspecify.annotations.NullMarked;
