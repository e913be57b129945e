package io.reveille.proxy;

/** What stands in front of one agent: the gate, and those who wait at it. */
record Route(Gate gate, HeldRequests held) {}
