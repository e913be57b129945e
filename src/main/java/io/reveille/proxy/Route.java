package io.reveille.proxy;

/** What stands in front of one agent: the gate, those who wait at it, and where in the chat people see them wait. */
record Route(Gate gate, HeldRequests held, ChatPlaces places) {}
