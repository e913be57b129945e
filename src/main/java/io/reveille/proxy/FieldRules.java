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

  /** The same of what stands behind a status (RFC 9112, 4). */
  static void checkWords(String reason) {
    if (HttpHeaderValidationUtil.validateValidHeaderValue(reason) >= 0) {
      throw new IllegalArgumentException("The words behind its status could be read as more");
    }
  }
}
