/** What goes over the wire, byte by byte: tables of requests and answers, run against Reveille or another proxy. */
@NullMarked
package io.reveille.proxy.conformance;

import org.jspecify.annotations.NullMarked;
