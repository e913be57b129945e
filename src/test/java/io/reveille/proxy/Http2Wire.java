package io.reveille.proxy;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** A client of HTTP/2 frame by frame, which also says what no client should. */
final class Http2Wire implements Closeable {
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
  static final int PRIORITY = 32;
  static final int CANCEL = 8;
  private static final int HEAD_LENGTH = 9;
  private static final byte[] NOTHING = {};

  private final Wire wire;
  private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false);

  /** One that came from the server. */
  record Frame(int type, int flags, int stream, Buffer payload) {
    boolean is(int wanted, int onStream) {
      return type == wanted && stream == onStream;
    }

    /** Of RST_STREAM; of GOAWAY it is the last stream. */
    int number() {
      return payload.getInt(0);
    }

    String text() {
      return payload.toString(StandardCharsets.ISO_8859_1);
    }
  }

  Http2Wire(Wire wire) {
    this.wire = wire;
    wire.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    send(SETTINGS, 0, 0, NOTHING);
  }

  Http2Wire send(int type, int flags, int stream, byte[] payload) {
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

  Http2Wire bytes(byte[] frames) {
    wire.send(frames);
    return this;
  }

  /** A GET that ends with its head, with these further names and values. */
  Http2Wire get(int stream, String... more) {
    return send(HEADERS, END_HEADERS | END_STREAM, stream, head("GET", "/bots/lal/x", more));
  }

  Http2Wire post(int stream, String... more) {
    return send(HEADERS, END_HEADERS, stream, head("POST", "/bots/lal/x", more));
  }

  Http2Wire data(int stream, String text) {
    return send(DATA, 0, stream, text.getBytes(StandardCharsets.ISO_8859_1));
  }

  Http2Wire lastData(int stream, String text) {
    return send(DATA, END_STREAM, stream, text.getBytes(StandardCharsets.ISO_8859_1));
  }

  Http2Wire reset(int stream) {
    return send(RESET, 0, stream, number(CANCEL));
  }

  Http2Wire window(int stream, int more) {
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
      return new Frame(GOAWAY, 0, -1, Buffer.buffer());
    }
    Buffer fields = Buffer.buffer(head);
    return new Frame(
        head[3], head[4], fields.getInt(5), Buffer.buffer(wire.bytes(fields.getUnsignedMedium(0))));
  }

  /** The first of them that is wanted; an error if the connection ends before. */
  Frame until(Predicate<Frame> wanted) {
    Frame frame = next();
    while (!wanted.test(frame)) {
      if (frame.stream() == -1) {
        throw new AssertionError("the connection ended");
      }
      if (frame.type() == HEADERS) {
        decoded(frame); // the next ones refer to it
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
      int priority = (frame.flags() & PRIORITY) == 0 ? 0 : 5;
      return decoder.decodeHeaders(
          frame.stream(),
          Unpooled.wrappedBuffer(
              frame.payload().getBytes(priority, frame.payload().length())));
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
