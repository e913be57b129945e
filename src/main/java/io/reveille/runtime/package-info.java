/** Where agents live: Docker containers or local processes. What engines do is numbered F1 and so on in docs/engine.md. */
@NullMarked
package io.reveille.runtime;

import org.jspecify.annotations.NullMarked;
