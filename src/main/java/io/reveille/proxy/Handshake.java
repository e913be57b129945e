package io.reveille.proxy;

import io.reveille.http.Problem;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** The handshake of a WebSocket (RFC 6455, 4): the only upgrade that passes Reveille. */
final class Handshake {
  static final String WEBSOCKET = "websocket";
  static final String VERSION = "13";
  static final CharSequence VERSION_HEADER = HttpHeaders.createOptimized("Sec-WebSocket-Version");
  private static final CharSequence KEY = HttpHeaders.createOptimized("Sec-WebSocket-Key");
  private static final CharSequence ACCEPT = HttpHeaders.createOptimized("Sec-WebSocket-Accept");
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int KEY_LENGTH = 16;
  private static final int SWITCHING_PROTOCOLS = 101;

  private Handshake() {}

  /** Whether the client wants a WebSocket. Any other upgrade is left out, and its request is an ordinary one. */
  static boolean isWanted(ClientRequest request) {
    return request.version() == HttpVersion.HTTP_1_1
        && request.headers().contains(HttpHeaders.UPGRADE)
        && request.method().equals(HttpMethod.GET)
        && names(request.headers(), HttpHeaders.UPGRADE, WEBSOCKET)
        && names(request.headers(), HttpHeaders.CONNECTION, "upgrade");
  }

  /** Why nobody could answer it with a WebSocket. */
  static Optional<Problem> flaw(ClientRequest request) {
    if (!isWanted(request)) {
      return Optional.empty();
    }
    MultiMap headers = request.headers();
    if (!headers.getAll(VERSION_HEADER).equals(List.of(VERSION))) {
      return Optional.of(Refusals.wrongVersion());
    }
    List<String> keys = headers.getAll(KEY);
    if (keys.size() != 1 || !isKey(keys.get(0))) {
      return Optional.of(Refusals.badHandshake("Sec-WebSocket-Key is not 16 bytes in Base64."));
    }
    boolean body = headers.contains(HttpHeaders.TRANSFER_ENCODING)
        || !headers.getAll(HttpHeaders.CONTENT_LENGTH).stream().allMatch("0"::equals);
    return body ? Optional.of(Refusals.badHandshake("A handshake has no body.")) : Optional.empty();
  }

  /** Whether the agent has agreed, to this very handshake. */
  static boolean isAccepted(ClientRequest request, HttpClientResponse answer) {
    String key = request.getHeader(KEY);
    return answer.statusCode() == SWITCHING_PROTOCOLS
        && key != null
        && names(answer.headers(), HttpHeaders.UPGRADE, WEBSOCKET)
        && answer.headers().getAll(ACCEPT).equals(List.of(accept(key)));
  }

  private static boolean names(MultiMap headers, CharSequence header, String token) {
    return headers.getAll(header).stream()
        .flatMap(value -> Arrays.stream(value.split(",", -1)))
        .anyMatch(one -> one.strip().equalsIgnoreCase(token));
  }

  private static boolean isKey(String key) {
    try {
      return Base64.getDecoder().decode(key.strip()).length == KEY_LENGTH;
    } catch (IllegalArgumentException notBase64) {
      return false;
    }
  }

  private static String accept(String key) {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      byte[] text = (key.strip() + GUID).getBytes(StandardCharsets.ISO_8859_1);
      return Base64.getEncoder().encodeToString(sha1.digest(text));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException(missing); // every Java has it
    }
  }
}
