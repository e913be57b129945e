/** Tests of what Prometheus reads. */
@NullMarked
package io.reveille.metrics;

import org.jspecify.annotations.NullMarked;
