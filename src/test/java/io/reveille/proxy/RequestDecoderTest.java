package io.reveille.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpServerOptions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestDecoderTest {
  private static final String GET = "GET /x HTTP/1.1\r\nHost: h\r\n";

  @ParameterizedTest
  @ValueSource(
      strings = {
        GET + "X: a\r\n b\r\n\r\n",
        GET + "X: a\r\n\tb\r\n\r\n",
        GET + "X: a\r\n \r\nY: z\r\n\r\n",
        GET + "X: a\r\n b\r\n c\r\nContent-Length: 2\r\n\r\nok",
        "\r\n" + GET + "X:\r\n b\r\n\r\n"
      })
  void aFoldedLineIsSeenWhereverTheBytesAreCut(String request) {
    for (int cut = 0; cut <= request.length(); cut++) {
      assertThat(good(request.substring(0, cut), request.substring(cut)))
          .as("cut at %d", cut)
          .startsWith(false);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        GET + "X: a \r\nY:\t\r\n\r\n",
        "\r\n" + GET + "\r\n",
        GET + "Content-Length: 6\r\n\r\n\r\n b\r\n",
        GET + "Transfer-Encoding: chunked\r\n\r\n6\r\n\r\n b\r\n\r\n0\r\n\r\n"
      })
  void nothingElseIsTakenForOne(String request) {
    String two = request + request;
    for (int cut = 0; cut <= two.length(); cut++) {
      assertThat(good(two.substring(0, cut), two.substring(cut)))
          .as("cut at %d", cut)
          .containsExactly(true, true);
    }
  }

  @Test
  void aRequestBehindAGoodOneIsLookedAtToo() {
    assertThat(good(GET + "\r\n" + GET + "X: a\r\n b\r\n\r\n")).containsExactly(true, false);
  }

  /** Of each request whether it could be read. */
  private static List<Boolean> good(String... pieces) {
    EmbeddedChannel channel = new EmbeddedChannel(new RequestDecoder(new HttpServerOptions()));
    for (String piece : pieces) {
      channel.writeInbound(Unpooled.copiedBuffer(piece, StandardCharsets.ISO_8859_1));
    }
    List<Boolean> good = new ArrayList<>();
    Object message = channel.readInbound();
    while (message != null) {
      if (message instanceof HttpRequest request) {
        good.add(request.decoderResult().isSuccess());
      }
      ReferenceCountUtil.release(message);
      message = channel.readInbound();
    }
    channel.finishAndReleaseAll();
    return good;
  }
}
