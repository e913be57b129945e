package io.reveille.admin;

import static io.reveille.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.reveille.config.Secret;
import io.reveille.testing.AdminServer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AdminAccessTest {
  private static final String WAKE = "/api/v1/agents/lal/wake";
  private static final String INFO = "/api/v1/info";

  @Test
  void withATokenOnlyItsBearerGetsIn() {
    try (AdminServer server = new AdminServer(new Secret("xyzzy"), "127.0.0.1").start()) {
      HttpResponse<Buffer> without = get(server, INFO, Map.of());

      assertThat(without.statusCode()).isEqualTo(401);
      assertThat(without.getHeader("WWW-Authenticate")).startsWith("Bearer");
      assertThat(without.getHeader("Content-Type")).isEqualTo("application/problem+json");
      assertThat(get(server, INFO, Map.of("Authorization", "Bearer plugh")).statusCode())
          .isEqualTo(401);
      assertThat(get(server, INFO, Map.of("Authorization", "bearer xyzzy")).statusCode())
          .isEqualTo(200);
      assertThat(get(server, "/nothing", Map.of()).statusCode()).isEqualTo(401);
      assertThat(get(server, "/api/v1/events", Map.of()).statusCode()).isEqualTo(401);
    }
  }

  @Test
  void probesNeedNoToken() {
    try (AdminServer server = new AdminServer(new Secret("xyzzy"), "127.0.0.1").start()) {
      assertThat(get(server, "/livez", Map.of()).statusCode()).isEqualTo(200);
      assertThat(get(server, "/readyz", Map.of()).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aChangedTokenCountsAtOnce() {
    try (AdminServer server = new AdminServer(new Secret("old"), "127.0.0.1").start()) {
      server.changeToken(new Secret("new"));

      assertThat(get(server, INFO, Map.of("Authorization", "Bearer old")).statusCode())
          .isEqualTo(401);
      assertThat(get(server, INFO, Map.of("Authorization", "Bearer new")).statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void withoutATokenAPageThatPretendsToBeThisMachineIsRefused() {
    try (AdminServer server = new AdminServer().start()) {
      assertThat(asked(server, "evil.example")).isEqualTo(403);
      assertThat(asked(server, "127.0.0.1.evil.example")).isEqualTo(403);
      assertThat(asked(server, "localhost")).isEqualTo(200);
      assertThat(asked(server, "[::1]")).isEqualTo(200);
    }
  }

  @Test
  void withoutATokenAPageOfAnotherOriginMayNotAct() {
    try (AdminServer server = new AdminServer().start()) {
      assertThat(post(server, "Origin", "https://evil.example")).isEqualTo(403);
      assertThat(post(server, "Origin", "null")).isEqualTo(403);
      assertThat(post(server, "Origin", "http://127.0.0.1:1")).isEqualTo(403);
      assertThat(post(server, "Sec-Fetch-Site", "cross-site")).isEqualTo(403);
      assertThat(server.acts).isEmpty();

      assertThat(post(server, "Origin", server.url())).isEqualTo(200);
      assertThat(post(server, "Sec-Fetch-Site", "same-origin")).isEqualTo(200);
    }
  }

  @Test
  void aReadTokenLooksAndDoesNotAct() {
    try (AdminServer server = both()) {
      Map<String, String> read = Map.of("Authorization", "Bearer look");

      assertThat(get(server, INFO, read).statusCode()).isEqualTo(200);
      assertThat(send(server, HttpMethod.POST, WAKE, read).statusCode()).isEqualTo(403);
      assertThat(send(server, HttpMethod.POST, "/api/v1/config/reload", read).statusCode())
          .isEqualTo(403);
      assertThat(get(server, "/api/v1/session", read).bodyAsJsonObject().getString("role"))
          .isEqualTo("read");
      assertThat(server.acts).isEmpty();
    }
  }

  @Test
  void anotherSpellingOfAPathIsNoWayAroundTheRole() {
    try (AdminServer server = both()) {
      Map<String, String> read = Map.of("Authorization", "Bearer look");
      for (String spelling : new String[] {
        "/api/v1/agents/lal/wake/",
        "/api/v1/agents/lal/wake//",
        "/api/v1//agents/lal/wake",
        "/api/v1/agents/x/../lal/wake",
        "/api/v1/agents/lal/%77ake"
      }) {
        assertThat(send(server, HttpMethod.POST, spelling, read).statusCode())
            .as(spelling)
            .isIn(403, 404, 405);
      }
      assertThat(server.acts).isEmpty();
    }
  }

  @Test
  void aTokenThatIsNotSetLetsNobodyIn() {
    try (AdminServer server = new AdminServer(new Secret("act"), "127.0.0.1").start()) {
      assertThat(get(server, INFO, Map.of("Authorization", "Bearer ")).statusCode())
          .isEqualTo(401);
      assertThat(login(server, Map.of(), "x").statusCode()).isEqualTo(401);
    }
  }

  @Test
  void aBrowserGetsInByASessionUntilItLogsOut() {
    try (AdminServer server = both()) {
      HttpResponse<Buffer> login = login(server, Map.of("Origin", server.url()), "act");
      String cookie = login.getHeader("Set-Cookie");
      Map<String, String> session = Map.of("Cookie", cookie.split(";", 2)[0]);

      assertThat(login.statusCode()).isEqualTo(200);
      assertThat(login.bodyAsJsonObject().getString("expiresAt")).isEqualTo("2026-11-22T22:00:00Z");
      assertThat(cookie).contains("HTTPOnly", "SameSite=Strict", "Path=/").doesNotContain("act;");
      assertThat(get(server, INFO, session).statusCode()).isEqualTo(200);

      HttpResponse<Buffer> logout = send(server, HttpMethod.DELETE, "/api/v1/session", session);
      assertThat(logout.statusCode()).isEqualTo(204);
      assertThat(get(server, INFO, session).statusCode()).isEqualTo(401);
    }
  }

  @Test
  void aSessionActsOnlyForItsOwnPages() {
    try (AdminServer server = both()) {
      String cookie = login(server, Map.of(), "act").getHeader("Set-Cookie").split(";", 2)[0];

      assertThat(act(server, cookie, "Origin", "https://evil.example")).isEqualTo(403);
      assertThat(act(server, cookie, "Sec-Fetch-Site", "same-site")).isEqualTo(403);
      assertThat(act(server, cookie, "X-Nothing", "")).isEqualTo(403);
      assertThat(server.acts).isEmpty();
      assertThat(act(server, cookie, "Origin", server.url())).isEqualTo(200);
      assertThat(act(server, cookie, "Sec-Fetch-Site", "same-origin")).isEqualTo(200);
    }
  }

  @Test
  void aSessionEndsWhenItsTokenIsChanged() {
    try (AdminServer server = both()) {
      String cookie = login(server, Map.of(), "act").getHeader("Set-Cookie").split(";", 2)[0];
      server.changeToken(new Secret("other"));

      assertThat(get(server, INFO, Map.of("Cookie", cookie)).statusCode()).isEqualTo(401);
    }
  }

  @Test
  void aForeignPageLogsNobodyIn() {
    try (AdminServer server = both()) {
      HttpResponse<Buffer> login = login(server, Map.of("Origin", "https://evil.example"), "act");

      assertThat(login.statusCode()).isEqualTo(403);
      assertThat(login.getHeader("Set-Cookie")).isNull();
    }
  }

  @Test
  void whoGuessesTokensIsMadeToWait() {
    try (AdminServer server = both()) {
      for (int guess = 0; guess < 10; guess++) {
        assertThat(login(server, Map.of(), "guess" + guess).statusCode()).isEqualTo(401);
      }
      HttpResponse<Buffer> tooMany = login(server, Map.of(), "act");

      assertThat(tooMany.statusCode()).isEqualTo(429);
      assertThat(tooMany.getHeader("Retry-After")).isEqualTo("60");
    }
  }

  @Test
  void nothingIsShownInAFrameKeptOrGuessedTheTypeOf() {
    try (AdminServer server = new AdminServer().start()) {
      for (String path : new String[] {INFO, "/nothing", "/livez"}) {
        HttpResponse<Buffer> answer = get(server, path, Map.of());

        assertThat(answer.getHeader("Content-Security-Policy")).contains("frame-ancestors 'none'");
        assertThat(answer.getHeader("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.getHeader("Cache-Control")).isEqualTo("no-store");
      }
    }
  }

  private static AdminServer both() {
    return new AdminServer(new Secret("act"), "127.0.0.1")
        .withReadToken(new Secret("look"))
        .start();
  }

  private static HttpResponse<Buffer> login(
      AdminServer server, Map<String, String> headers, String token) {
    HttpRequest<Buffer> request = request(server, HttpMethod.POST, "/api/v1/session");
    headers.forEach(request::putHeader);
    return await(request.sendJsonObject(new JsonObject().put("token", token)));
  }

  private static int act(AdminServer server, String cookie, String header, String value) {
    return send(server, HttpMethod.POST, WAKE, Map.of("Cookie", cookie, header, value))
        .statusCode();
  }

  private static HttpResponse<Buffer> send(
      AdminServer server, HttpMethod method, String path, Map<String, String> headers) {
    HttpRequest<Buffer> request = request(server, method, path);
    headers.forEach(request::putHeader);
    return await(request.send());
  }

  @Test
  void withoutATokenItDoesNotListenToTheWorld() {
    try (AdminServer server = new AdminServer(Secret.NONE, "0.0.0.0")) {
      assertThatThrownBy(server::start).hasMessageContaining("set admin.token");
    }
  }

  @Test
  void aTokenDroppedWhileThePortIsOpenToTheWorldLetsOnlyThisMachineIn() {
    Optional<String> outside = addressOfThisMachine();
    assumeThat(outside).as("an address that is not loopback").isPresent();
    try (AdminServer server = new AdminServer(new Secret("act"), "0.0.0.0").start()) {
      String url = "http://" + outside.orElseThrow() + ":" + server.port() + INFO;
      server.changeToken(Secret.NONE);

      HttpRequest<Buffer> remote =
          WebClient.create(server.vertx()).requestAbs(HttpMethod.GET, url).virtualHost("localhost");
      assertThat(await(remote.send()).statusCode()).isEqualTo(403);
      assertThat(asked(server, "localhost")).isEqualTo(200);
    }
  }

  private static Optional<String> addressOfThisMachine() {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
          .map(InetAddress::getHostAddress)
          .findFirst();
    } catch (SocketException none) {
      throw new UncheckedIOException(none);
    }
  }

  private static int asked(AdminServer server, String host) {
    return await(request(server, HttpMethod.GET, INFO).virtualHost(host).send()).statusCode();
  }

  private static int post(AdminServer server, String header, String value) {
    return await(request(server, HttpMethod.POST, WAKE).putHeader(header, value).send())
        .statusCode();
  }

  private static HttpResponse<Buffer> get(
      AdminServer server, String path, Map<String, String> headers) {
    HttpRequest<Buffer> request = request(server, HttpMethod.GET, path);
    headers.forEach(request::putHeader);
    return await(request.timeout(3000).send());
  }

  private static HttpRequest<Buffer> request(AdminServer server, HttpMethod method, String path) {
    return WebClient.create(server.vertx()).requestAbs(method, server.url() + path);
  }
}
