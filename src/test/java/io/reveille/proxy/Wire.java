package io.reveille.proxy;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One end of a connection, byte by byte, so that a test sees what really went over the wire. */
final class Wire implements Closeable {
  private static final int PATIENCE_MILLIS = 5_000;
  final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  Wire(Socket socket) throws IOException {
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
    this.out = socket.getOutputStream();
  }

  static Wire to(int port) {
    try {
      return new Wire(new Socket(InetAddress.getLoopbackAddress(), port));
    } catch (IOException refused) {
      throw new UncheckedIOException(refused);
    }
  }

  /** @param address one of this machine's */
  static Wire from(String address, int port) {
    try {
      InetAddress here = InetAddress.getByName(address);
      return new Wire(new Socket(InetAddress.getLoopbackAddress(), port, here, 0));
    } catch (IOException refused) {
      throw new UncheckedIOException(refused);
    }
  }

  Wire send(String text) {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  Wire send(byte[] bytes) {
    try {
      out.write(bytes);
      out.flush();
      return this;
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /** Status or request line and headers, with the empty line; what there was if the other side closes before. */
  String head() {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    try {
      int matched = 0;
      while (matched < 4) {
        int next = in.read();
        if (next < 0) {
          break;
        }
        head.write(next);
        matched = next == "\r\n\r\n".charAt(matched) ? matched + 1 : next == '\r' ? 1 : 0;
      }
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  String read(int count) {
    return new String(bytes(count), StandardCharsets.ISO_8859_1);
  }

  byte[] bytes(int count) {
    try {
      return in.readNBytes(count);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /** One answer or request whose length is told, head and body. */
  String message() {
    String head = head();
    Matcher length =
        Pattern.compile("content-length: (\\d+)").matcher(head.toLowerCase(Locale.ROOT));
    return length.find() ? head + read(Integer.parseInt(length.group(1))) : head;
  }

  /** Everything until the other side closes; a reset counts as one. */
  String rest() {
    ByteArrayOutputStream rest = new ByteArrayOutputStream();
    try {
      int next = in.read();
      while (next >= 0) {
        rest.write(next);
        next = in.read();
      }
    } catch (java.net.SocketTimeoutException open) {
      throw new UncheckedIOException(open);
    } catch (IOException reset) {
      rest.writeBytes("<reset>".getBytes(StandardCharsets.ISO_8859_1));
    }
    return rest.toString(StandardCharsets.ISO_8859_1);
  }

  InputStream in() {
    return in;
  }

  OutputStream out() {
    return out;
  }

  /** Closes with a reset instead of a farewell. */
  void abort() {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
