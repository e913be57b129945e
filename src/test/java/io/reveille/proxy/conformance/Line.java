package io.reveille.proxy.conformance;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One end of a connection. A character is a byte. It reads by the letter of RFC 9112 and forgives nothing. */
final class Line implements Closeable {
  private static final int PATIENCE_MILLIS = 20_000;

  /** With a proxy that leaves connections open; less than usual where many cases are expected to differ. */
  private static final int CLIENT_PATIENCE_MILLIS =
      Integer.getInteger("reveille.conformance.patience", PATIENCE_MILLIS);

  private static final int HEX = 16;
  private final Socket socket;
  private final InputStream in;

  Line(Socket socket) throws IOException {
    this(socket, PATIENCE_MILLIS);
  }

  private Line(Socket socket, int patienceMillis) throws IOException {
    socket.setSoTimeout(patienceMillis);
    socket.setTcpNoDelay(true);
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  static Line to(int port) {
    try {
      return new Line(new Socket(InetAddress.getLoopbackAddress(), port), CLIENT_PATIENCE_MILLIS);
    } catch (IOException refused) {
      throw new UncheckedIOException(refused);
    }
  }

  /** What cannot be sent because the other side has closed already is not missed. */
  Line send(String text) {
    try {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    } catch (IOException closed) {
      return this;
    }
    return this;
  }

  /** The next request. */
  Message request() throws IOException {
    String head = head();
    return new Message(head, head.isEmpty() ? "" : body(head, false));
  }

  /** The next answer to a request of this method; interim ones count. */
  Message answer(String method) throws IOException {
    String head = head();
    boolean bodiless = method.equals("HEAD")
        || head.startsWith("HTTP/1.1 1")
        || head.startsWith("HTTP/1.1 204")
        || head.startsWith("HTTP/1.1 304");
    return new Message(head, head.isEmpty() || bodiless ? "" : body(head, true));
  }

  /** Until the other side closes; a reset counts as one. */
  String rest() {
    ByteArrayOutputStream rest = new ByteArrayOutputStream();
    try {
      in.transferTo(rest);
    } catch (java.net.SocketTimeoutException open) {
      throw new UncheckedIOException(open);
    } catch (IOException reset) {
      return rest.toString(StandardCharsets.ISO_8859_1);
    }
    return rest.toString(StandardCharsets.ISO_8859_1);
  }

  String read(int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException("closed after " + bytes.length + " of " + count + " bytes");
    }
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** No more bytes from this side. */
  void finish() throws IOException {
    socket.shutdownOutput();
  }

  /** With a reset instead of a farewell. */
  void abort() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /** With its empty line; nothing if the connection has ended. */
  String head() throws IOException {
    StringBuilder head = new StringBuilder();
    String line = line();
    while (!line.isEmpty()) {
      head.append(line);
      if (line.equals("\r\n")) {
        return head.toString();
      }
      line = line();
    }
    if (head.length() > 0) {
      throw new EOFException("closed within a head: " + head);
    }
    return "";
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    int next = in.read();
    while (next >= 0) {
      line.append((char) next);
      if (next == '\n') {
        return line.toString();
      }
      next = in.read();
    }
    return line.toString();
  }

  private String body(String head, boolean answer) throws IOException {
    Message message = new Message(head, "");
    if (message.values("transfer-encoding").contains("chunked")) {
      return chunks();
    }
    if (!message.values("content-length").isEmpty()) {
      return read(Integer.parseInt(message.values("content-length").get(0)));
    }
    return answer ? rest() : "";
  }

  private String chunks() throws IOException {
    StringBuilder body = new StringBuilder();
    int size = size();
    while (size > 0) {
      body.append(read(size));
      expect("\r\n", line());
      size = size();
    }
    String trailer = line();
    while (!trailer.equals("\r\n")) {
      body.append('|').append(trailer.strip());
      trailer = line();
    }
    return body.toString();
  }

  private int size() throws IOException {
    String line = line();
    if (!line.matches("[0-9a-fA-F]+\r\n")) {
      throw new IOException("no chunk size: " + line);
    }
    return Integer.parseInt(line.strip(), HEX);
  }

  private static void expect(String expected, String found) throws IOException {
    if (!found.equals(expected)) {
      throw new IOException("expected " + expected + " and found " + found);
    }
  }
}
