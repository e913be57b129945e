package io.reveille.admin;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * Who asks.
 *
 * @param until end of the browser session
 */
record Caller(Role role, Way by, Optional<Instant> until) {
  private static final String KEY = "caller";

  /** What one may do. */
  enum Role {
    READ,
    OPERATE;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    boolean covers(Role needed) {
      return this == OPERATE || needed == READ;
    }
  }

  /** How one got in. */
  enum Way {
    TOKEN,
    SESSION,
    LOOPBACK;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Caller of(Role role, Way by) {
    return new Caller(role, by, Optional.empty());
  }

  void keep(io.vertx.ext.web.RoutingContext context) {
    context.put(KEY, this);
  }

  static Caller of(io.vertx.ext.web.RoutingContext context) {
    return context.get(KEY);
  }
}
