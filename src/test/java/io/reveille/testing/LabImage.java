package io.reveille.testing;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** An image of nothing but a static busybox, made here so that no registry is needed. */
final class LabImage {
  static final String NAME = "reveille-lab-busybox";

  /** As pid 1 a process without a handler ignores SIGTERM, so the shell has one. */
  static final String[] SERVE = {
    "/bin/busybox", "sh", "-c", "trap 'exit 143' TERM; /bin/busybox httpd -f -p 8080 -h /www & wait"
  };

  private LabImage() {}

  static void ensure(DockerClient docker, String host) {
    try {
      docker.inspectImageCmd(NAME).exec();
    } catch (NotFoundException notYet) {
      importInto(host);
    }
  }

  /** By the command line: docker-java 3.7.1 cuts an upload of this size short on a unix socket. */
  private static void importInto(String host) {
    try {
      Process docker = new ProcessBuilder("docker", "-H", host, "import", "-", NAME)
          .redirectErrorStream(true)
          .start();
      try (OutputStream in = docker.getOutputStream()) {
        in.write(tar());
      }
      String said = new String(docker.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (docker.waitFor() != 0) {
        throw new AssertionError("cannot import " + NAME + ": " + said);
      }
    } catch (IOException broken) {
      throw new AssertionError("cannot import " + NAME, broken);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", stopped);
    }
  }

  private static byte[] tar() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      file(tar, "bin/busybox", Files.readAllBytes(busybox()), 0755);
      file(tar, "www/index.html", "awake\n".getBytes(StandardCharsets.UTF_8), 0644);
    } catch (IOException broken) {
      throw new AssertionError("cannot build " + NAME, broken);
    }
    return bytes.toByteArray();
  }

  private static Path busybox() {
    return Stream.of("/bin/busybox", "/usr/bin/busybox")
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no busybox here: install busybox-static"));
  }

  private static void file(TarArchiveOutputStream tar, String name, byte[] content, int mode)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(content.length);
    entry.setMode(mode);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }
}
