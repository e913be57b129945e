package io.reveille.proxy;

import io.vertx.core.buffer.Buffer;

/**
 * Follows the frames of one direction of a WebSocket (RFC 6455, 5.2) without keeping any of their payload. What does
 * not look like frames is followed all the same: to object to it is the business of the two ends.
 */
final class Frames {
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int PONG = 10;
  private static final int OPCODE = 0x0f;
  private static final int MASKED = 0x80;
  private static final int SHORT_LENGTH = 0x7f;
  private static final int TWO_BYTES = 126;
  private static final int EIGHT_BYTES = 127;
  private static final int MASK_LENGTH = 4;

  private int opcode = -1;
  private int lengthBytes;
  private int maskBytes;
  private long payload;
  private boolean lengthKnown;
  private long pings;
  private long pongs;
  private boolean closed;

  /**
   * Takes the next bytes.
   *
   * @return whether they hold more than pings and pongs, which keep a connection and nobody awake
   */
  boolean follow(Buffer bytes) {
    boolean moved = false;
    int at = 0;
    while (at < bytes.length()) {
      if (opcode < 0) {
        begin(bytes.getByte(at++));
      } else if (!lengthKnown) {
        length(bytes.getByte(at++));
      } else {
        at += skip(bytes.length() - at);
      }
      moved |= opcode != PING && opcode != PONG;
      endIfComplete();
    }
    return moved;
  }

  /** Whether the last frame is not complete: nothing may be put in between. */
  boolean midFrame() {
    return opcode >= 0;
  }

  /** How many pings there have been. */
  long pings() {
    return pings;
  }

  long pongs() {
    return pongs;
  }

  /** The last word has been said: nothing counts that comes behind it. */
  boolean closed() {
    return closed;
  }

  private void begin(byte first) {
    opcode = first & OPCODE;
    lengthKnown = false;
    lengthBytes = -1;
    payload = 0;
  }

  private void length(byte next) {
    if (lengthBytes < 0) {
      maskBytes = (next & MASKED) == 0 ? 0 : MASK_LENGTH;
      int told = next & SHORT_LENGTH;
      lengthBytes = told == TWO_BYTES ? 2 : told == EIGHT_BYTES ? 8 : 0;
      payload = lengthBytes == 0 ? told : 0;
    } else {
      payload = (payload << 8) | (next & 0xff);
      lengthBytes--;
    }
    if (lengthBytes == 0) {
      lengthKnown = true;
      // the length of a frame is below 2^63: what claims more never ends
      payload = payload < 0 ? Long.MAX_VALUE - MASK_LENGTH : payload;
      payload += maskBytes;
    }
  }

  private int skip(int available) {
    int skipped = (int) Math.min(payload, available);
    payload -= skipped;
    return skipped;
  }

  private void endIfComplete() {
    if (!lengthKnown || payload > 0) {
      return;
    }
    switch (opcode) {
      case PING -> pings++;
      case PONG -> pongs++;
      case CLOSE -> closed = true;
      default -> {}
    }
    opcode = -1;
    lengthKnown = false;
  }
}
