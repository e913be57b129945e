package io.reveille.proxy;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Names for requests: 26 characters that sort by time, in the alphabet of Crockford. */
final class RequestId {
  private static final byte[] ALPHABET =
      "0123456789ABCDEFGHJKMNPQRSTVWXYZ".getBytes(StandardCharsets.US_ASCII);
  private static final int TIME_CHARACTERS = 10;
  private static final int RANDOM_CHARACTERS = 8;
  private static final int BITS = 5;
  private static final int LONGEST = 128;

  private RequestId() {}

  /** The caller's own name for its request if it can be shown anywhere, else a new one. */
  static String of(@Nullable String given, long wallMillis) {
    return given != null && presentable(given) ? given : make(wallMillis);
  }

  private static boolean presentable(String given) {
    return !given.isEmpty()
        && given.length() <= LONGEST
        && given.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '"' && c != '\\');
  }

  private static String make(long wallMillis) {
    byte[] text = new byte[TIME_CHARACTERS + 2 * RANDOM_CHARACTERS];
    ThreadLocalRandom random = ThreadLocalRandom.current();
    write(text, 0, TIME_CHARACTERS, wallMillis);
    write(text, TIME_CHARACTERS, RANDOM_CHARACTERS, random.nextLong());
    write(text, TIME_CHARACTERS + RANDOM_CHARACTERS, RANDOM_CHARACTERS, random.nextLong());
    return new String(text, StandardCharsets.ISO_8859_1);
  }

  private static void write(byte[] text, int from, int count, long bits) {
    long rest = bits;
    for (int at = from + count - 1; at >= from; at--) {
      text[at] = ALPHABET[(int) (rest & (ALPHABET.length - 1))];
      rest >>>= BITS;
    }
  }
}
