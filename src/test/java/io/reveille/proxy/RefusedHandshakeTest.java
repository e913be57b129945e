package io.reveille.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A connection on which a WebSocket was asked for in vain is one of HTTP still, from then on in the hands of Vert.x. */
class RefusedHandshakeTest {
  private static final String HANDSHAKE = """
      GET /bots/lal/socket HTTP/1.1\r
      Host: h\r
      Upgrade: websocket\r
      Connection: Upgrade\r
      Sec-WebSocket-Version: 13\r
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
      \r
      """;
  private static final String GET = "GET /bots/lal/x HTTP/1.1\r\nHost: h\r\n\r\n";

  @AutoClose
  private final World world = new World();

  @AutoClose
  private final Origin origin =
      Origin.answering("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno");

  @BeforeEach
  void awake() {
    world.awake(origin);
  }

  @Test
  void requestsOnItAreServed() throws Exception {
    try (Wire client = Wire.to(world.port())) {
      assertThat(client.send(GET).message()).startsWith("HTTP/1.1 403 ").endsWith("no");
      assertThat(client.send(HANDSHAKE).message()).startsWith("HTTP/1.1 403 ").endsWith("no");
      assertThat(client.send(GET + GET).message()).startsWith("HTTP/1.1 403 ").endsWith("no");
      assertThat(client.message()).startsWith("HTTP/1.1 403 ").endsWith("no");
    }
    world.quiet();
  }

  @Test
  void aRefusalOfUnknownLengthIsPassedOn() throws Exception {
    String chunks = "2\r\nno\r\n0\r\n\r\n";
    String head = "HTTP/1.1 403 Forbidden\r\nTransfer-Encoding: chunked\r\n\r\n";
    try (Origin chunked = Origin.answering(head + chunks);
        Wire client = Wire.to(world.port())) {
      world.awake(chunked);
      for (int time = 0; time < 2; time++) {
        assertThat(client.send(HANDSHAKE).head())
            .containsIgnoringCase("\r\nTransfer-Encoding: chunked\r\n");
        assertThat(client.read(chunks.length())).isEqualTo(chunks);
      }
    }
    world.quiet();
  }

  @Test
  void aBodyThatIsNoneIsToldOnIt() throws Exception {
    try (Wire client = Wire.to(world.port())) {
      client.send(HANDSHAKE).message();
      String post =
          "POST /bots/lal/x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n";
      assertThat(client.send(post).message())
          .startsWith("HTTP/1.1 400 ")
          .contains("The chunks of its body break RFC 9112");
      assertThat(client.message()).isEmpty();
    }
    world.quiet();
  }
}
