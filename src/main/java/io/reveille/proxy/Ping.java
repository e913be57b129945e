package io.reveille.proxy;

import io.vertx.core.buffer.Buffer;
import java.util.Optional;

/** The answer to a WebSocket ping of the client (RFC 6455, 5.5.2). */
final class Ping {
  private static final int PING = 0x89;
  private static final byte PONG = (byte) 0x8a;
  private static final int MASKED = 0x80;
  private static final int LONGEST_PAYLOAD = 125;
  private static final int HEAD = 6;
  private static final int MASK = 2;
  private static final int MASK_LENGTH = 4;

  private Ping() {}

  /**
   * The pong, if {@code bytes} are exactly one ping. Only good after a silence, when they begin with a frame.
   */
  static Optional<Buffer> answer(Buffer bytes) {
    if (bytes.length() < HEAD || bytes.getUnsignedByte(0) != PING) {
      return Optional.empty();
    }
    int length = bytes.getUnsignedByte(1) - MASKED;
    if (length < 0 || length > LONGEST_PAYLOAD || bytes.length() != HEAD + length) {
      return Optional.empty();
    }
    Buffer pong = Buffer.buffer().appendByte(PONG).appendByte((byte) length);
    for (int i = 0; i < length; i++) {
      pong.appendByte((byte) (bytes.getByte(HEAD + i) ^ bytes.getByte(MASK + i % MASK_LENGTH)));
    }
    return Optional.of(pong);
  }
}
