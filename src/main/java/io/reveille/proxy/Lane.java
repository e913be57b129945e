package io.reveille.proxy;

import io.reveille.config.GatewayConfig;
import io.reveille.core.Timers;
import io.reveille.core.Traces;
import java.util.function.Supplier;

/** What the requests of one event loop share. */
record Lane(Timers timers, Supplier<GatewayConfig> config, OpenExchanges open, Traces traces) {}
