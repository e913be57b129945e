package io.reveille.tracing;

import io.opentelemetry.api.common.AttributeKey;
import java.util.Set;

/** The names of what spans say; where OpenTelemetry has a name it is that. */
final class Facts {
  static final AttributeKey<String> AGENT = AttributeKey.stringKey("reveille.agent");
  static final AttributeKey<String> WAKE_FROM = AttributeKey.stringKey("reveille.wake.from");
  static final AttributeKey<String> WAKE_KIND = AttributeKey.stringKey("reveille.wake.kind");
  static final AttributeKey<String> RUNTIME = AttributeKey.stringKey("reveille.runtime");
  static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
  static final AttributeKey<String> PATH = AttributeKey.stringKey("url.path");
  static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");

  private static final Set<String> METHODS = Set.of(
      "GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH", "QUERY");

  private Facts() {}

  /** Anybody can make up a method; what is not known is one. */
  static String method(String method) {
    return METHODS.contains(method) ? method : "_OTHER";
  }
}
