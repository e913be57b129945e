package io.reveille.proxy;

import static io.reveille.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.testing.Await;
import io.reveille.testing.Certificates;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsTest {
  private final Certificates first = Certificates.elliptic("first");
  private final World world = new World(TlsWire.config(first, Duration.ofSeconds(10)));
  private final Origin origin = Origin.sayingHello();

  /** Vert.x closes the connections of a client that nobody holds. */
  private final List<HttpClientAgent> clients = new ArrayList<>();

  @AfterEach
  void close() {
    clients.clear();
    world.close();
    origin.close();
  }

  @Test
  void http2IsAgreedOnByAlpn() {
    world.awake(origin);
    HttpClientResponse answer = get(connect(List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1)));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.version()).isEqualTo(HttpVersion.HTTP_2);
  }

  @Test
  void whoKnowsOnlyHttp1IsServedToo() {
    world.awake(origin);
    HttpClientResponse answer = get(connect(List.of(HttpVersion.HTTP_1_1)));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.version()).isEqualTo(HttpVersion.HTTP_1_1);
  }

  @Test
  void theAgentIsToldThatItsClientCameByTls() {
    world.awake(origin);
    get(connect(List.of(HttpVersion.HTTP_2)));
    assertThat(origin.requests.get(0))
        .containsIgnoringCase("x-forwarded-proto: https")
        .contains("proto=https");
  }

  @Test
  void aRenewedCertificateIsShownToNewConnectionsAndEndsNoOldOne() {
    world.awake(origin);
    HttpClientConnection old = connect(List.of(HttpVersion.HTTP_2));
    assertThat(shown(old)).isEqualTo(first.certificate());

    Certificates second = Certificates.rsa("second");
    world.configure(TlsWire.config(second, Duration.ofSeconds(10)));

    Await.until(
        () -> shown(connect(List.of(HttpVersion.HTTP_2))).equals(second.certificate()),
        Duration.ofSeconds(30));
    assertThat(get(old).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X: a\r\n b\r\n",
        "Host: i\r\n",
        "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n",
        "Content-Length: 2, 2\r\n"
      })
  void whatIsInsideIsLookedAtLikeAnythingElse(String headers) throws IOException {
    world.awake(origin);
    try (Wire client = TlsWire.to(world, first, "http/1.1")) {
      client.send("GET /bots/lal/x HTTP/1.1\r\nHost: h\r\n\r\n");
      assertThat(client.message()).startsWith("HTTP/1.1 200 ");
      client.send("GET /bots/lal/x HTTP/1.1\r\nHost: h\r\n" + headers + "\r\n");
      assertThat(client.message()).startsWith("HTTP/1.1 400 ");
      assertThat(client.rest()).isEmpty();
    }
    assertThat(origin.requests).hasSize(1);
  }

  @Test
  void aHeadOfHttp2ThatTricklesInsideIsNotWaitedForLonger() throws IOException {
    try (World hasty = new World(TlsWire.config(first, Duration.ofMillis(300)));
        Http2Wire client = new Http2Wire(TlsWire.to(hasty.awake(origin), first, "h2"))) {
      client.get(1);
      assertThat(client.status(1)).isEqualTo("200");
      client.send(Http2Wire.HEADERS, Http2Wire.END_STREAM, 3, Http2Wire.head("GET", "/bots/lal/x"));
      client.until(frame -> frame.type() == Http2Wire.GOAWAY);
      hasty.eventually(() -> hasty.connections.open() == 0);
    }
  }

  @Test
  void aClientThatDoesNotFinishItsHandshakeIsClosed() {
    try (World hasty = new World(TlsWire.config(first, Duration.ofMillis(100)));
        Wire client = hasty.client()) {
      client.send(new byte[] {22, 3, 1});
      assertThat(client.rest()).isIn("", "<reset>");
      hasty.eventually(() -> hasty.connections.open() == 0);
    }
  }

  private HttpClientConnection connect(List<HttpVersion> versions) {
    HttpClientAgent client = world.vertx.createHttpClient(new HttpClientOptions()
        .setSsl(true)
        .setUseAlpn(true)
        .setAlpnVersions(versions)
        .setProtocolVersion(versions.get(0))
        .setTrustAll(true)
        .setVerifyHost(false));
    clients.add(client);
    return await(client.connect(
        new HttpConnectOptions().setHost("localhost").setPort(world.port()).setSsl(true)));
  }

  private static HttpClientResponse get(HttpClientConnection connection) {
    return await(connection
        .request(new RequestOptions().setMethod(HttpMethod.GET).setURI("/bots/lal/x"))
        .compose(request -> request.send())
        .compose(answer -> answer.body().map(Buffer::toString).map(answer)));
  }

  private static Certificate shown(HttpClientConnection connection) {
    try {
      return connection.peerCertificates().get(0);
    } catch (javax.net.ssl.SSLPeerUnverifiedException fault) {
      throw new AssertionError(fault);
    }
  }
}
