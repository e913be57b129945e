/** What an agent is and how it lives: pure decisions and the ports that carry them out. */
@NullMarked
package io.reveille.core;

import org.jspecify.annotations.NullMarked;
