/** What Prometheus reads: counted where it happens, put into words when it is asked for. */
@NullMarked
package io.reveille.metrics;

import org.jspecify.annotations.NullMarked;
