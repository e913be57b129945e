package io.reveille.proxy;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** A client of HTTP/2 frame by frame, which also says what no client should. */
final class Frames implements Closeable {
  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int RESET = 3;
  static final int SETTINGS = 4;
  static final int PING = 6;
  static final int GOAWAY = 7;
  static final int WINDOW_UPDATE = 8;
  static final int CONTINUATION = 9;
  static final int END_STREAM = 1;
  static final int END_HEADERS = 4;
  static final int CANCEL = 8;
  private static final int HEAD_LENGTH = 9;
  private static final byte[] NOTHING = {};

  private final Wire wire;
  private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false);

  /** One that came from the server. */
  record Frame(int type, int flags, int stream, byte[] payload) {
    boolean is(int wanted, int onStream) {
      return type == wanted && stream == onStream;
    }

    /** Of RST_STREAM; of GOAWAY it is the last stream. */
    int number() {
      return ByteBuffer.wrap(payload).getInt();
    }

    String text() {
      return new String(payload, StandardCharsets.ISO_8859_1);
    }
  }

  Frames(Wire wire) {
    this.wire = wire;
    wire.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    send(SETTINGS, 0, 0, NOTHING);
  }

  Frames send(int type, int flags, int stream, byte[] payload) {
    wire.send(encoded(type, flags, stream, payload));
    return this;
  }

  static byte[] encoded(int type, int flags, int stream, byte[] payload) {
    return ByteBuffer.allocate(HEAD_LENGTH + payload.length)
        .put((byte) (payload.length >> 16))
        .putShort((short) payload.length)
        .put((byte) type)
        .put((byte) flags)
        .putInt(stream)
        .put(payload)
        .array();
  }

  Frames bytes(byte[] frames) {
    wire.send(frames);
    return this;
  }

  /** A GET that ends with its head, with these further names and values. */
  Frames get(int stream, String... more) {
    return send(HEADERS, END_HEADERS | END_STREAM, stream, head("GET", "/bots/lal/x", more));
  }

  Frames post(int stream, String... more) {
    return send(HEADERS, END_HEADERS, stream, head("POST", "/bots/lal/x", more));
  }

  Frames data(int stream, String text) {
    return send(DATA, 0, stream, text.getBytes(StandardCharsets.ISO_8859_1));
  }

  Frames lastData(int stream, String text) {
    return send(DATA, END_STREAM, stream, text.getBytes(StandardCharsets.ISO_8859_1));
  }

  Frames reset(int stream) {
    return send(RESET, 0, stream, number(CANCEL));
  }

  Frames window(int stream, int more) {
    return send(WINDOW_UPDATE, 0, stream, number(more));
  }

  static byte[] number(int value) {
    return ByteBuffer.allocate(4).putInt(value).array();
  }

  static byte[] head(String method, String path, String... more) {
    List<String> all = new ArrayList<>(
        List.of(":method", method, ":scheme", "http", ":path", path, ":authority", "h"));
    all.addAll(List.of(more));
    return literal(all.toArray(String[]::new));
  }

  /** Names and values as they are, each a literal without index (RFC 7541, 6.2.2). */
  static byte[] literal(String... namesAndValues) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    for (int i = 0; i < namesAndValues.length; i++) {
      if (i % 2 == 0) {
        block.write(0);
      }
      byte[] text = namesAndValues[i].getBytes(StandardCharsets.ISO_8859_1);
      length(block, text.length);
      block.writeBytes(text);
    }
    return block.toByteArray();
  }

  private static void length(ByteArrayOutputStream block, int length) {
    int rest = length;
    if (rest < 127) {
      block.write(rest);
      return;
    }
    block.write(127);
    rest -= 127;
    while (rest >= 128) {
      block.write(rest % 128 + 128);
      rest /= 128;
    }
    block.write(rest);
  }

  /** The next one; the connection's end is a GOAWAY of stream -1. */
  Frame next() {
    byte[] head = wire.bytes(HEAD_LENGTH);
    if (head.length < HEAD_LENGTH) {
      return new Frame(GOAWAY, 0, -1, NOTHING);
    }
    int length = (head[0] & 0xff) << 16 | (head[1] & 0xff) << 8 | head[2] & 0xff;
    int stream = ByteBuffer.wrap(head, 5, 4).getInt();
    return new Frame(head[3], head[4], stream, wire.bytes(length));
  }

  /** The first of them that is wanted; an error if the connection ends before. */
  Frame until(Predicate<Frame> wanted) {
    Frame frame = next();
    while (!wanted.test(frame)) {
      if (frame.stream() == -1) {
        throw new AssertionError("the connection ended");
      }
      frame = next();
    }
    return frame;
  }

  /** Status and headers of an answer. */
  Http2Headers answer(int stream) {
    return decoded(until(frame -> frame.is(HEADERS, stream) || frame.is(RESET, stream)));
  }

  Http2Headers decoded(Frame frame) {
    if (frame.type() != HEADERS) {
      throw new AssertionError("no answer, but " + frame);
    }
    try {
      return decoder.decodeHeaders(frame.stream(), Unpooled.wrappedBuffer(frame.payload()));
    } catch (Http2Exception broken) {
      throw new AssertionError(broken);
    }
  }

  String status(int stream) {
    return answer(stream).status().toString();
  }

  @Override
  public void close() {
    wire.close();
  }
}
