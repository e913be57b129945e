package io.reveille.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.AsciiString;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.Arrays;

/**
 * The head of a message of HTTP/1.1, while it is written (RFC 9112). It grows in an array that the event loop keeps, and
 * goes into a buffer in one piece: each write into a buffer costs more than what is written. Confined to its event loop.
 */
final class HeadWriter {
  private static final FastThreadLocal<HeadWriter> KEPT = new FastThreadLocal<>() {
    @Override
    protected HeadWriter initialValue() {
      return new HeadWriter();
    }
  };

  /** Most heads are shorter. */
  private static final int USUAL = 2_048;

  private static final int MOST_KEPT = 65_536;
  private static final int LAST_BYTE = 0xff;

  private byte[] bytes = new byte[USUAL];
  private int length;
  private boolean taken;

  private HeadWriter() {}

  /** An empty one, to be given back by {@link #toBuffer} or {@link #drop}. */
  static HeadWriter take() {
    HeadWriter kept = KEPT.get();
    HeadWriter free = kept.taken ? new HeadWriter() : kept; // another head is being written
    free.taken = true;
    return free;
  }

  /** Up to 255: what came as a byte goes out as that byte. */
  HeadWriter text(CharSequence text) {
    int size = text.length();
    reserve(size);
    if (text instanceof AsciiString plain) {
      System.arraycopy(plain.array(), plain.arrayOffset(), bytes, length, size);
    } else {
      String words = text.toString();
      for (int at = 0; at < size; at++) {
        char next = words.charAt(at);
        bytes[length + at] = next > LAST_BYTE ? (byte) '?' : (byte) next;
      }
    }
    length += size;
    return this;
  }

  /** Both have been checked. */
  HeadWriter field(CharSequence name, CharSequence value) {
    text(name);
    reserve(2);
    bytes[length++] = ':';
    bytes[length++] = ' ';
    return text(value).endLine();
  }

  HeadWriter endLine() {
    reserve(2);
    bytes[length++] = '\r';
    bytes[length++] = '\n';
    return this;
  }

  /** Adds what is in {@code more}, and releases it. */
  HeadWriter bytes(ByteBuf more) {
    int size = more.readableBytes();
    reserve(size);
    more.readBytes(bytes, length, size).release();
    length += size;
    return this;
  }

  ByteBuf toBuffer(ByteBufAllocator pool) {
    ByteBuf buffer = pool.ioBuffer(length).writeBytes(bytes, 0, length);
    drop();
    return buffer;
  }

  /** It is not sent. */
  void drop() {
    length = 0;
    taken = false;
    if (bytes.length > MOST_KEPT) {
      bytes = new byte[USUAL];
    }
  }

  private void reserve(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
    }
  }
}
