@NullMarked
package io.reveille.rehearsal;

import org.jspecify.annotations.NullMarked;
