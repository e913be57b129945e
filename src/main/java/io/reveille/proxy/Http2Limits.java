package io.reveille.proxy;

import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServerOptions;
import java.util.concurrent.TimeUnit;

/**
 * How much one HTTP/2 connection may ask of Reveille. Beyond these, Netty ends a connection after two empty frames in
 * a row and when 10,000 answers to its PING and SETTINGS frames are not taken.
 */
final class Http2Limits {
  private static final int STREAMS = 250;

  /** For a stream whose body nobody reads yet. */
  private static final int STREAM_WINDOW = 65_535;

  /** So that a few held uploads do not stop the others that share their connection. */
  private static final int CONNECTION_WINDOW = 1_048_576;

  /** CVE-2023-44487: who begins and cancels faster than this is not after an answer. */
  private static final int RESETS = 200;

  private static final int RESET_WINDOW_SECONDS = 30;

  /** CVE-2024-27316: frames that carry almost nothing of a head. */
  private static final int SMALL_CONTINUATIONS = 16;

  private Http2Limits() {}

  /** @param maxHeaderSize in bytes, of one request */
  static HttpServerOptions on(HttpServerOptions options, int maxHeaderSize) {
    return options
        .setInitialSettings(new Http2Settings()
            .setMaxConcurrentStreams(STREAMS)
            .setInitialWindowSize(STREAM_WINDOW)
            .setMaxHeaderListSize(maxHeaderSize))
        .setHttp2ConnectionWindowSize(CONNECTION_WINDOW)
        .setHttp2RstFloodMaxRstFramePerWindow(RESETS)
        .setHttp2RstFloodWindowDuration(RESET_WINDOW_SECONDS)
        .setHttp2RstFloodWindowDurationTimeUnit(TimeUnit.SECONDS)
        .setHttp2MaxSmallContinuationFrames(SMALL_CONTINUATIONS);
  }
}
