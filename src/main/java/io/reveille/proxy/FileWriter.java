package io.reveille.proxy;

import io.netty.channel.ChannelPipeline;

/** What Vert.x sends files through where the transport cannot do it. All that is sent has to pass it. */
final class FileWriter {
  private static final String NAME = "chunkedWriter"; // as Vert.x calls it

  private FileWriter() {}

  /** For a connection that sends no files. */
  static void remove(ChannelPipeline pipeline) {
    if (pipeline.get(NAME) != null) {
      pipeline.remove(NAME);
    }
  }
}
