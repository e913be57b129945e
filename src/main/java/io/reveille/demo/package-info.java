/** The toy agent: a stand-in for a real agent in the demo and in tests. Knows nothing of the gateway. */
@NullMarked
package io.reveille.demo;

import org.jspecify.annotations.NullMarked;
