package io.reveille.runtime;

import io.reveille.core.LogLine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** What a local process wrote. Blocks: only for a worker. */
final class ProcessOutput {
  /** So much of the end of the file is read, however long it has become. */
  private static final int READ = 512 * 1024;

  private ProcessOutput() {}

  static List<LogLine> lastLines(Path file, int tail) throws IOException {
    LastLines lines = new LastLines(tail);
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      ByteBuffer end = ByteBuffer.allocate((int) Math.min(READ, channel.size()));
      channel.position(channel.size() - end.capacity());
      while (end.hasRemaining() && channel.read(end) >= 0) {
        // goes on where it stopped
      }
      lines.add(Arrays.copyOf(end.array(), end.position()));
    } catch (NoSuchFileException neverRan) {
      return List.of();
    }
    return lines.all();
  }
}
