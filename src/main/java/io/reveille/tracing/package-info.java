/** Traces by OpenTelemetry: requests, the wakes they wait for, and the calls to the runtime in these. */
@NullMarked
package io.reveille.tracing;

import org.jspecify.annotations.NullMarked;
