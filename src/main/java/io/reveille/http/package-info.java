/** What Reveille's own answers look like: problems and headers. */
@NullMarked
package io.reveille.http;

import org.jspecify.annotations.NullMarked;
