package io.reveille.config;

import io.vertx.core.spi.file.FileResolver;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Where Vert.x finds a file that it is asked for by name: on the disk, else in the jar, one at a time. Vert.x' own goes
 * through all 25,000 entries of the jar for each folder above it, for the sake of those who want to list folders; the
 * OpenAPI library asks for a dozen files in six folders. Safe from any thread.
 */
public final class JarFiles implements FileResolver {
  private final Map<String, File> unpacked = new HashMap<>();

  @Override
  public synchronized File resolve(String name) {
    File named = new File(name);
    if (named.isAbsolute() || named.exists()) {
      return named;
    }
    File copy = unpacked.get(name);
    return copy == null ? unpack(name, named) : copy;
  }

  private File unpack(String name, File named) {
    try (InputStream resource = JarFiles.class.getResourceAsStream("/" + name)) {
      if (resource == null) {
        return named;
      }
      Path copy = Files.createTempFile("reveille-", ".resource");
      unpacked.put(name, copy.toFile());
      Files.write(copy, resource.readAllBytes());
      return copy.toFile();
    } catch (IOException fault) {
      throw new UncheckedIOException("unpacking " + name, fault);
    }
  }

  /**
   * A process that is killed cannot, so this is for when all is read that a start reads. What is asked for afterwards is
   * unpacked anew. Blocks.
   *
   * @return how many there were
   */
  public synchronized int removeCopies() throws IOException {
    int copies = unpacked.size();
    for (File copy : unpacked.values()) {
      Files.deleteIfExists(copy.toPath());
    }
    unpacked.clear();
    return copies;
  }

  @Override
  public void close() throws IOException {
    removeCopies();
  }
}
