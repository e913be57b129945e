/** The data plane: routes, holds and forwards requests. */
@NullMarked
package io.reveille.proxy;

import org.jspecify.annotations.NullMarked;
