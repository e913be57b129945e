package io.reveille.proxy;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Frames of RFC 6455 made and read by hand, so that a test sees exactly what passes. */
final class WebSocketFrames {
  static final int CONTINUATION = 0;
  static final int TEXT = 1;
  static final int BINARY = 2;
  static final int CLOSE = 8;
  static final int PING = 9;
  static final int PONG = 10;
  static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";
  static final String UPGRADE = upgrade("");
  static final String SWITCHED = switched("");
  private static final byte[] MASK = {0x11, 0x22, 0x33, 0x44};

  private WebSocketFrames() {}

  static String upgrade(String moreHeaders) {
    return "GET /bots/lal/ws HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " + KEY + "\r\n" + moreHeaders + "\r\n";
  }

  static String switched(String moreHeaders) {
    return "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n" + moreHeaders + "\r\n";
  }

  /** One of a client: masked. */
  static byte[] masked(boolean last, int opcode, byte[] payload) {
    return frame(last, opcode, payload, true);
  }

  /** One of a server. */
  static byte[] plain(boolean last, int opcode, byte[] payload) {
    return frame(last, opcode, payload, false);
  }

  static byte[] text(String text) {
    return masked(true, TEXT, bytes(text));
  }

  static byte[] ping(String payload) {
    return masked(true, PING, bytes(payload));
  }

  static byte[] pong(String payload) {
    return masked(true, PONG, bytes(payload));
  }

  static byte[] close(int code, String reason) {
    return masked(true, CLOSE, closing(code, reason));
  }

  static byte[] closing(int code, String reason) {
    ByteArrayOutputStream payload = new ByteArrayOutputStream();
    payload.write(code >> 8);
    payload.write(code);
    payload.writeBytes(bytes(reason));
    return payload.toByteArray();
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] joined(byte[]... pieces) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    Arrays.stream(pieces).forEach(all::writeBytes);
    return all.toByteArray();
  }

  /** A frame as it was read, without its mask. */
  record Frame(boolean last, int opcode, Buffer payload) {
    String text() {
      return payload.toString(StandardCharsets.UTF_8);
    }

    int code() {
      return payload.getUnsignedShort(0);
    }

    String reason() {
      return payload.getString(2, payload.length());
    }
  }

  static Frame read(Wire wire) {
    byte[] head = wire.bytes(2);
    if (head.length < 2) {
      throw new UncheckedIOException(new EOFException("the other side has closed"));
    }
    int told = head[1] & 0x7f;
    byte[] more = wire.bytes(told == 126 ? 2 : told == 127 ? 8 : 0);
    int length = told < 126 ? told : 0;
    for (byte digit : more) {
      length = (length << 8) | (digit & 0xff);
    }
    byte[] mask = wire.bytes((head[1] & 0x80) == 0 ? 0 : 4);
    byte[] payload = wire.bytes(length);
    for (int i = 0; mask.length > 0 && i < payload.length; i++) {
      payload[i] ^= mask[i % 4];
    }
    return new Frame((head[0] & 0x80) != 0, head[0] & 0x0f, Buffer.buffer(payload));
  }

  private static byte[] frame(boolean last, int opcode, byte[] payload, boolean masked) {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write((last ? 0x80 : 0) | opcode);
    int mask = masked ? 0x80 : 0;
    if (payload.length < 126) {
      frame.write(mask | payload.length);
    } else if (payload.length < 65_536) {
      frame.write(mask | 126);
      length(frame, payload.length, 2);
    } else {
      frame.write(mask | 127);
      length(frame, payload.length, 8);
    }
    if (masked) {
      frame.writeBytes(MASK);
    }
    for (int i = 0; i < payload.length; i++) {
      frame.write(masked ? payload[i] ^ MASK[i % MASK.length] : payload[i]);
    }
    return frame.toByteArray();
  }

  private static void length(ByteArrayOutputStream frame, long length, int bytes) {
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
      frame.write((int) (length >> shift));
    }
  }
}
