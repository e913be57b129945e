package io.reveille.proxy;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A ping, pong or close of a WebSocket (RFC 6455, 5.5): whole, short, and never in pieces.
 *
 * @param payload without its mask
 * @param asSent the whole frame as it came
 */
record ControlFrame(Kind kind, Buffer payload, Buffer asSent) {
  private static final int FINAL = 0x80;
  private static final int MASKED = 0x80;
  private static final int LONGEST_PAYLOAD = 125;
  private static final int CODE_LENGTH = 2;
  private static final int SHORT_HEAD = 2;
  private static final int MASK_LENGTH = 4;

  /** What it is for. */
  enum Kind {
    CLOSE(8),
    PING(9),
    PONG(10);

    private final int opcode;

    Kind(int opcode) {
      this.opcode = opcode;
    }
  }

  /** The one of a client, thus masked, that {@code bytes} begin with; empty if it is another frame, or not yet whole. */
  static Optional<ControlFrame> first(Buffer bytes) {
    if (!beginsIn(bytes) || bytes.length() < SHORT_HEAD) {
      return Optional.empty();
    }
    int payload = bytes.getUnsignedByte(1) - MASKED;
    int length = SHORT_HEAD + MASK_LENGTH + payload;
    return bytes.length() < length
        ? Optional.empty()
        : kind(bytes)
            .map(kind ->
                new ControlFrame(kind, unmasked(bytes, payload), bytes.getBuffer(0, length)));
  }

  /** Whether {@code bytes} begin with one, whole or not. What breaks the rules for one is none. */
  static boolean beginsIn(Buffer bytes) {
    if (bytes.length() == 0 || kind(bytes).isEmpty()) {
      return false;
    }
    int payload = bytes.length() < SHORT_HEAD ? 0 : bytes.getUnsignedByte(1) - MASKED;
    return payload >= 0 && payload <= LONGEST_PAYLOAD;
  }

  /** The answer to a ping, as a server sends it. */
  static Buffer pong(Buffer payload) {
    return of(Kind.PONG, payload);
  }

  /** The end as a server sends it; a reason that is too long is cut. */
  static Buffer close(int code, String reason) {
    String text = reason;
    while (text.getBytes(StandardCharsets.UTF_8).length > LONGEST_PAYLOAD - CODE_LENGTH) {
      text = text.substring(0, text.length() - 1);
    }
    return of(Kind.CLOSE, Buffer.buffer().appendUnsignedShort(code).appendString(text, "UTF-8"));
  }

  /** The same as a client sends it: masked, though with zeros, as there is nothing in it that anybody could choose. */
  static Buffer closeToServer(int code, String reason) {
    Buffer plain = close(code, reason);
    return Buffer.buffer(plain.length() + MASK_LENGTH)
        .appendByte(plain.getByte(0))
        .appendUnsignedByte((short) (MASKED | plain.getByte(1)))
        .appendInt(0)
        .appendBuffer(plain.slice(SHORT_HEAD, plain.length()));
  }

  int length() {
    return asSent.length();
  }

  /** The answer to a close: the same code. */
  Buffer closeInReturn() {
    return of(
        Kind.CLOSE,
        payload.length() < CODE_LENGTH ? Buffer.buffer() : payload.getBuffer(0, CODE_LENGTH));
  }

  private static Buffer of(Kind kind, Buffer payload) {
    return Buffer.buffer(SHORT_HEAD + payload.length())
        .appendUnsignedByte((short) (FINAL | kind.opcode))
        .appendUnsignedByte((short) payload.length())
        .appendBuffer(payload);
  }

  private static Optional<Kind> kind(Buffer bytes) {
    int first = bytes.getUnsignedByte(0);
    for (Kind kind : Kind.values()) {
      if (first == (FINAL | kind.opcode)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  private static Buffer unmasked(Buffer bytes, int length) {
    Buffer payload = Buffer.buffer(length);
    for (int i = 0; i < length; i++) {
      int masked = bytes.getByte(SHORT_HEAD + MASK_LENGTH + i);
      payload.appendByte((byte) (masked ^ bytes.getByte(SHORT_HEAD + i % MASK_LENGTH)));
    }
    return payload;
  }
}
