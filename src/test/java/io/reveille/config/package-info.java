/** Tests of the configuration. */
@NullMarked
package io.reveille.config;

import org.jspecify.annotations.NullMarked;
