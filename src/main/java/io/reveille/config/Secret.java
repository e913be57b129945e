package io.reveille.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** A value that appears in no log, event or API answer. Empty means that there is none. */
public record Secret(String value) {
  public static final Secret NONE = new Secret("");

  public boolean isSet() {
    return !value.isEmpty();
  }

  /** Compared in constant time. */
  public boolean matches(String candidate) {
    return MessageDigest.isEqual(
        value.getBytes(StandardCharsets.UTF_8), candidate.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return isSet() ? "***" : "";
  }
}
