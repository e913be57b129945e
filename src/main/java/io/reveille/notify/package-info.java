/** Tells people what goes on: those in the chat, and the admins. */
@NullMarked
package io.reveille.notify;

import org.jspecify.annotations.NullMarked;
