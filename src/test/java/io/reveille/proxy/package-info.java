/** Tests of the data plane, against raw sockets on both sides. */
@NullMarked
package io.reveille.proxy;

import org.jspecify.annotations.NullMarked;
