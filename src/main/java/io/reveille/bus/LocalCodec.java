package io.reveille.bus;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;

/** Hands a message over by reference: records cannot change, so nothing is copied. */
final class LocalCodec<M extends GatewayMessage> implements MessageCodec<M, M> {
  private final Class<M> type;

  LocalCodec(Class<M> type) {
    this.type = type;
  }

  @Override
  public void encodeToWire(Buffer buffer, M message) {
    throw new UnsupportedOperationException(type + " does not leave this process yet");
  }

  @Override
  public M decodeFromWire(int position, Buffer buffer) {
    throw new UnsupportedOperationException(type + " does not leave this process yet");
  }

  @Override
  public M transform(M message) {
    return message;
  }

  @Override
  public String name() {
    return type.getName();
  }

  @Override
  public byte systemCodecID() {
    return -1;
  }
}
