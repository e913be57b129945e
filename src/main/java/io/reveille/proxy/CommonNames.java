package io.reveille.proxy;

import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Names that headers mostly have, as objects that are there already and know their hash and their text. Each in the two
 * spellings that are in use: what is passed on stays as it was written.
 */
final class CommonNames {
  private static final List<String> NAMES = List.of(
      "Accept",
      "Accept-Encoding",
      "Accept-Language",
      "Accept-Ranges",
      "Access-Control-Allow-Origin",
      "Authorization",
      "Cache-Control",
      "Connection",
      "Content-Encoding",
      "Content-Length",
      "Content-Type",
      "Cookie",
      "Date",
      "ETag",
      "Host",
      "Keep-Alive",
      "Last-Modified",
      "Location",
      "Origin",
      "Referer",
      "Server",
      "Set-Cookie",
      "Strict-Transport-Security",
      "Transfer-Encoding",
      "User-Agent",
      "Vary",
      "X-Forwarded-For",
      "X-Forwarded-Host",
      "X-Forwarded-Proto",
      "X-Powered-By",
      "X-Request-Id");

  private static final AsciiString[][] BY_LENGTH = byLength();

  private CommonNames() {}

  /** As written in these bytes of ASCII, or null if it is none of them. */
  static @Nullable AsciiString of(byte[] line, int start, int length) {
    if (length >= BY_LENGTH.length) {
      return null;
    }
    for (AsciiString name : BY_LENGTH[length]) {
      if (Arrays.equals(name.array(), 0, length, line, start, start + length)) {
        return name;
      }
    }
    return null;
  }

  private static AsciiString[][] byLength() {
    int longest = NAMES.stream().mapToInt(String::length).max().orElseThrow();
    AsciiString[][] table = new AsciiString[longest + 1][];
    for (int length = 0; length <= longest; length++) {
      int wanted = length;
      table[length] = NAMES.stream()
          .filter(name -> name.length() == wanted)
          .flatMap(name -> Stream.of(name, name.toLowerCase(Locale.ROOT)))
          .map(CommonNames::constant)
          .toArray(AsciiString[]::new);
    }
    return table;
  }

  private static AsciiString constant(String name) {
    return new AsciiString(name.getBytes(StandardCharsets.US_ASCII), false);
  }
}
