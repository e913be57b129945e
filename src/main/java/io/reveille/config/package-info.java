/** The configuration: read, checked and merged here and nowhere else. */
@NullMarked
package io.reveille.config;

import org.jspecify.annotations.NullMarked;
