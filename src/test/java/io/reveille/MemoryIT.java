package io.reveille;

import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.testing.Eventually;
import io.reveille.testing.ReveilleProcess;
import io.reveille.testing.SinkAgent;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What large bodies cost the process of Reveille: its resident memory at its highest, against what it was before. */
@EnabledOnOs(OS.LINUX)
class MemoryIT {
  private static final long MEGABYTE = 1L << 20;
  private static final long MOST = 64 * MEGABYTE;
  private static final int BLOCK = 1 << 16;
  private static final int UPLOAD = 10 << 20;
  private static final int HELD = 1_000;
  private static final int KEPT = 5;
  private static final Duration LONG = Duration.ofMinutes(2);

  @TempDir
  private Path folder = Path.of("");

  private final SinkAgent agent = new SinkAgent();
  private final List<SocketChannel> uploads = new ArrayList<>();
  private final List<AtomicLong> sent = new ArrayList<>();

  @AfterEach
  void close() throws IOException {
    agent.close();
    for (SocketChannel upload : uploads) {
      upload.close();
    }
  }

  @Test
  void aThousandHeldUploadsOf10MegabytesAreNotRead() throws IOException {
    try (ReveilleProcess reveille = started()) {
      for (int i = 0; i < HELD / 10; i++) {
        upload(reveille);
      }
      held(reveille, HELD / 10);
      long before = reveille.residentBytes();
      while (uploads.size() < HELD) {
        upload(reveille);
      }
      held(reveille, HELD);
      sendUntilNothingIsTaken();
      assertThat(reveille.highestResidentBytes() - before).isLessThan(MOST);

      for (SocketChannel gone : uploads.subList(KEPT, HELD)) {
        gone.close();
      }
      held(reveille, KEPT);
      agent.open();
      for (SocketChannel kept : uploads.subList(0, KEPT)) {
        assertThat(finished(kept)).endsWith(" " + UPLOAD);
      }
      assertThat(reveille.terminate()).isZero();
    }
  }

  @Test
  void aDownloadOf256MegabytesWaitsForItsSlowReader() throws IOException {
    agent.open();
    try (ReveilleProcess reveille = started()) {
      assertThat(download(reveille, 16 * MEGABYTE)).isEqualTo(SinkAgent.sum(16 * MEGABYTE));
      long before = reveille.residentBytes();
      assertThat(download(reveille, 256 * MEGABYTE)).isEqualTo(SinkAgent.sum(256 * MEGABYTE));
      assertThat(reveille.highestResidentBytes() - before).isLessThan(MOST);
      assertThat(reveille.terminate()).isZero();
    }
  }

  @Test
  void sixtyFourMegabytesUpAndDownArriveByteByByteAndLeaveNothingBehind() throws IOException {
    agent.open();
    try (ReveilleProcess reveille = started()) {
      echo(reveille, 16 * MEGABYTE);
      long before = reveille.residentBytes();
      echo(reveille, 64 * MEGABYTE);
      assertThat(reveille.highestResidentBytes() - before).isLessThan(MOST);
      assertThat(reveille.terminate()).isZero();
    }
  }

  private ReveilleProcess started() {
    JsonObject config = new JsonObject()
        .put("runtime", "process")
        .put("docker", new JsonObject().put("agentIdleTimeout", 0))
        .put("wake", new JsonObject().put("holdTimeout", 120).put("readyTimeout", 120))
        .put(
            "agents",
            new JsonObject()
                .put(
                    "sink",
                    new JsonObject()
                        .put("command", new JsonArray(List.of("sleep", "600")))
                        .put("port", agent.port())));
    return new ReveilleProcess(folder, config).start();
  }

  /** Begins one, and sends what is taken at once. */
  private void upload(ReveilleProcess reveille) throws IOException {
    SocketChannel upload = SocketChannel.open();
    upload.setOption(StandardSocketOptions.SO_SNDBUF, BLOCK); // the kernel is not what is measured
    upload.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), reveille.port()));
    uploads.add(upload);
    upload.write(ascii("POST /bots/sink/up HTTP/1.1\r\nHost: h\r\nContent-Length: " + UPLOAD
        + "\r\nConnection: close\r\n\r\n"));
    upload.configureBlocking(false);
    sent.add(new AtomicLong());
    more(uploads.size() - 1);
  }

  private long more(int index) throws IOException {
    long before = sent.get(index).get();
    ByteBuffer block = ByteBuffer.allocate(BLOCK);
    int taken = uploads.get(index).write(block.limit((int) Math.min(BLOCK, UPLOAD - before)));
    while (taken > 0) {
      sent.get(index).addAndGet(taken);
      block.clear();
      long left = UPLOAD - sent.get(index).get();
      taken = uploads.get(index).write(block.limit((int) Math.min(BLOCK, left)));
    }
    return sent.get(index).get() - before;
  }

  private void sendUntilNothingIsTaken() {
    AtomicLong looks = new AtomicLong();
    Eventually.holds("nothing more is taken", LONG, () -> {
      long taken = 0;
      for (int i = 0; i < uploads.size(); i++) {
        taken += more(i);
      }
      return taken == 0 ? looks.incrementAndGet() > 20 : looks.getAndSet(0) < 0;
    });
    assertThat(sent.stream().mapToLong(AtomicLong::get).max().orElseThrow()).isLessThan(UPLOAD);
  }

  private String finished(SocketChannel upload) throws IOException {
    upload.configureBlocking(true);
    long left = UPLOAD - sent.get(uploads.indexOf(upload)).get();
    while (left > 0) {
      left -= upload.write(ByteBuffer.allocate((int) Math.min(BLOCK, left)));
    }
    InputStream in = upload.socket().getInputStream();
    // interim answers may stand in front of it
    return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  private static void held(ReveilleProcess reveille, int count) {
    Eventually.holds(
        count + " are held",
        LONG,
        () -> reveille.agent("sink").orElseThrow().getInteger("held") == count);
  }

  /** Reads nothing until the agent has stopped sending, and again every 16 MB; the sum of what came. */
  private long download(ReveilleProcess reveille, long size) throws IOException {
    try (Socket client = connected(reveille)) {
      client
          .getOutputStream()
          .write(ascii("GET /bots/sink/down/" + size + " HTTP/1.1\r\nHost: h\r\n\r\n")
              .array());
      InputStream in = new BufferedInputStream(client.getInputStream());
      skipHead(in);
      CRC32 sum = new CRC32();
      byte[] block = new byte[BLOCK];
      for (long read = 0; read < size; read += BLOCK) {
        if (read % (16 * MEGABYTE) == 0) {
          agent.awaitStuck();
        }
        assertThat(in.readNBytes(block, 0, BLOCK)).isEqualTo(BLOCK);
        sum.update(block);
      }
      return sum.getValue();
    }
  }

  private static void echo(ReveilleProcess reveille, long size) throws IOException {
    try (Socket client = connected(reveille)) {
      client
          .getOutputStream()
          .write(ascii("POST /bots/sink/echo HTTP/1.1\r\nHost: h\r\nContent-Length: " + size
                  + "\r\n\r\n")
              .array());
      Thread sender = SinkAgent.started(() -> SinkAgent.pour(client.getOutputStream(), size));
      InputStream in = new BufferedInputStream(client.getInputStream());
      skipHead(in);
      assertThat(SinkAgent.drained(in, size)).isEqualTo(SinkAgent.sum(size));
      assertThat(sender.isAlive()).isFalse();
    }
  }

  private static Socket connected(ReveilleProcess reveille) throws IOException {
    Socket client = new Socket(InetAddress.getLoopbackAddress(), reveille.port());
    client.setSoTimeout((int) LONG.toMillis());
    return client;
  }

  private static void skipHead(InputStream in) throws IOException {
    int matched = 0;
    while (matched < 4) {
      int next = in.read();
      assertThat(next).isNotNegative();
      matched = next == "\r\n\r\n".charAt(matched) ? matched + 1 : next == '\r' ? 1 : 0;
    }
  }

  private static ByteBuffer ascii(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }
}
