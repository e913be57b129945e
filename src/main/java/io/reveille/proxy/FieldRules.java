package io.reveille.proxy;

import io.netty.handler.codec.http.HttpHeaderValidationUtil;

/** What the name and the value of a header may consist of (RFC 9110, 5.1 and 5.5). */
final class FieldRules {
  private FieldRules() {}

  /** @throws IllegalArgumentException if it could be read as something else than one header */
  static void check(CharSequence name, CharSequence value) {
    if (name.length() == 0 || HttpHeaderValidationUtil.validateToken(name) >= 0) {
      throw new IllegalArgumentException("The name of a header is none");
    }
    if (HttpHeaderValidationUtil.validateValidHeaderValue(value) >= 0) {
      throw new IllegalArgumentException(
          name + " has characters in its value that are not allowed");
    }
  }
}
