package io.reveille.admin;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/**
 * A file of the dashboard, ready to be sent.
 *
 * @param tag changes with the content
 */
record PageFile(String type, Buffer plain, Buffer zipped, String tag) {
  /** Plain names only: nothing outside the folder can be spelled with them. */
  private static final Pattern NAME =
      Pattern.compile("(?:(?:css|js)/)?[a-z-]+\\.(html|css|js|svg)");

  private static final Map<String, String> TYPES = Map.of(
      "html", "text/html; charset=utf-8",
      "css", "text/css; charset=utf-8",
      "js", "text/javascript; charset=utf-8",
      "svg", "image/svg+xml");

  /** Blocks. Empty if there is no such file. */
  static Optional<PageFile> read(String name) {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    try (InputStream file = PageFile.class.getResourceAsStream("/web/" + name)) {
      if (file == null) {
        return Optional.empty();
      }
      byte[] bytes = file.readAllBytes();
      String type = TYPES.getOrDefault(matcher.group(1), "application/octet-stream");
      return Optional.of(
          new PageFile(type, Buffer.buffer(bytes), Buffer.buffer(zip(bytes)), tag(bytes)));
    } catch (IOException fault) {
      throw new UncheckedIOException("reading " + name + " of the dashboard", fault);
    }
  }

  private static byte[] zip(byte[] bytes) throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream stream = new GZIPOutputStream(zipped)) {
      stream.write(bytes);
    }
    return zipped.toByteArray();
  }

  private static String tag(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(digest, 0, 12);
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every Java has SHA-256", missing);
    }
  }
}
