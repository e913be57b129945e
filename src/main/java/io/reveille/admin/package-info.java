/** The admin API. */
@NullMarked
package io.reveille.admin;

import org.jspecify.annotations.NullMarked;
