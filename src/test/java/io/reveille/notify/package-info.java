@NullMarked
package io.reveille.notify;

import org.jspecify.annotations.NullMarked;
