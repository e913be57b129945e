package io.reveille.notify;

import io.vertx.core.buffer.Buffer;
import java.util.Map;

/** A POST request that is ready to go. */
record Parcel(String url, Map<String, String> headers, Buffer body) {}
