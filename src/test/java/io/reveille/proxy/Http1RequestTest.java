package io.reveille.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a request to an agent is on the wire (RFC 9112). */
class Http1RequestTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  @AutoClose
  private final LineRig rig = new LineRig();

  @Test
  void whatHasNoBodyGoesOutInOnePiece() {
    Http1Request request = rig.request(HttpMethod.GET);
    request.add("X-One", "1");

    request.end();

    ByteBuf sent = rig.channel.readOutbound();
    assertThat(sent.toString(ISO_8859_1)).isEqualTo("GET /x HTTP/1.1\r\nX-One: 1\r\n\r\n");
    sent.release();
    assertThat(rig.sent()).isEmpty();
  }

  @Test
  void aBodyOfUnknownLengthGoesInChunks() {
    Http1Request request = rig.request(HttpMethod.POST);
    request.setChunked(true);

    request.sendHead();
    request.write(Buffer.buffer("hello, agent"));
    request.write(Buffer.buffer()); // would be the end
    request.end(Buffer.buffer("!"));

    assertThat(rig.sent())
        .isEqualTo("POST /x HTTP/1.1|transfer-encoding: chunked||c|hello, agent|1|!|0||"
            .replace("|", "\r\n"));
  }

  @Test
  void aBodyOfKnownLengthGoesAsItIs() {
    Http1Request request = rig.request(HttpMethod.PUT);
    request.add("Content-Length", "5");

    request.write(Buffer.buffer("hel"));
    request.write(Buffer.buffer("lo"));
    request.end();

    assertThat(rig.sent()).isEqualTo("PUT /x HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello");
  }

  @Test
  void whatCameAsAByteGoesOutAsThatByte() {
    Http1Request request = rig.request(HttpMethod.GET);
    request.add("X-Name", "J\u00fcrgen\tM");

    request.end();

    assertThat(rig.sent()).contains("X-Name: J\u00fcrgen\tM\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nX-Smuggled: b", "a\nb", "a\rb", "a\0b"})
  void aValueThatWouldEndItsLineIsRefused(String value) {
    Http1Request request = rig.request(HttpMethod.GET);

    assertThatThrownBy(() -> request.add("X-Bad", value))
        .isInstanceOf(IllegalArgumentException.class);

    assertThat(rig.sent()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"X: 1\r\nX-Smuggled", "X\n", "X Y", "X:", "", "\0"})
  void aNameThatIsNoneIsRefused(String name) {
    Http1Request request = rig.request(HttpMethod.GET);

    assertThatThrownBy(() -> request.add(name, "1")).isInstanceOf(IllegalArgumentException.class);

    assertThat(rig.sent()).isEmpty();
  }

  @Test
  void theHeadOfARequestThatIsNeverSentIsGivenBack() {
    UnpooledByteBufAllocator memory = new UnpooledByteBufAllocator(true);
    rig.channel.config().setAllocator(memory);
    rig.request(HttpMethod.GET);
    long one = used(memory);

    rig.request(HttpMethod.GET);
    assertThat(used(memory)).isEqualTo(one);

    rig.endConnection();
    assertThat(used(memory)).isZero();
  }

  @Test
  void whoeverWaitsForRoomIsToldOfIt() {
    Http1Request request = rig.request(HttpMethod.POST);
    request.setWriteQueueMaxSize(8);
    request.drainHandler(room -> rig.told.add("room"));
    assertThat(request.writeQueueFull()).isFalse();

    rig.channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
    rig.channel.runPendingTasks();
    assertThat(request.writeQueueFull()).isTrue();
    rig.channel.unsafe().outboundBuffer().setUserDefinedWritability(1, true);
    rig.channel.runPendingTasks();

    assertThat(rig.told).containsExactly("room");
  }

  @Test
  void anUploadThatGoesOnBehindItsAnswerIsStillToldOfRoom() {
    Http1Request request = rig.request(HttpMethod.POST);
    request.drainHandler(room -> rig.told.add("room"));
    request.sendHead();
    rig.says(OK);

    rig.channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
    rig.channel.unsafe().outboundBuffer().setUserDefinedWritability(1, true);
    rig.channel.runPendingTasks();

    assertThat(rig.told).contains("room");
  }

  private static long used(UnpooledByteBufAllocator memory) {
    return memory.metric().usedHeapMemory() + memory.metric().usedDirectMemory();
  }
}
