package io.reveille.admin;

import io.reveille.admin.Caller.Role;
import io.reveille.config.GatewayConfig;
import io.reveille.config.Secret;
import io.reveille.core.Timers;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Browser sessions: known by a random ID, kept in memory only, ended by time, by logout, by Reveille, or when the token
 * that began them is no longer that of its role. All on one event loop.
 */
final class Sessions {
  static final Duration LIFE = Duration.ofHours(12);

  private static final int MOST = 100;
  private static final int ID_BYTES = 32;

  private final Timers timers;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Session> sessions = new LinkedHashMap<>();

  private record Session(Role role, Secret token, long untilNanos, Instant until) {}

  /** What the browser is told. */
  record Begun(String id, Caller caller) {}

  Sessions(Timers timers) {
    this.timers = timers;
  }

  Begun begin(Role role, Secret token) {
    dropTheEnded();
    if (sessions.size() >= MOST) {
      Iterator<String> oldest = sessions.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
    Instant until = timers.wall().plus(LIFE);
    String id = newId();
    sessions.put(id, new Session(role, token, timers.nanos() + LIFE.toNanos(), until));
    return new Begun(id, new Caller(role, Caller.Way.SESSION, Optional.of(until)));
  }

  private void dropTheEnded() {
    sessions.values().removeIf(this::isOver);
  }

  private boolean isOver(Session session) {
    return session.untilNanos() - timers.nanos() <= 0;
  }

  private String newId() {
    byte[] bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  Optional<Caller> find(String id, GatewayConfig.Admin admin) {
    Optional<Session> session = Optional.ofNullable(sessions.get(id));
    if (session.filter(one -> isOver(one) || !isOf(one, admin)).isPresent()) {
      sessions.remove(id);
      return Optional.empty();
    }
    return session.map(one -> new Caller(one.role(), Caller.Way.SESSION, Optional.of(one.until())));
  }

  private static boolean isOf(Session session, GatewayConfig.Admin admin) {
    Secret token = session.role() == Role.OPERATE ? admin.token() : admin.readToken();
    return token.equals(session.token());
  }

  void end(String id) {
    sessions.remove(id);
  }
}
