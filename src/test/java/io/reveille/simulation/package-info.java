/** Random walks over the real life cycle with a virtual clock, a lying runtime and a forgetful store. */
@NullMarked
package io.reveille.simulation;

import org.jspecify.annotations.NullMarked;
