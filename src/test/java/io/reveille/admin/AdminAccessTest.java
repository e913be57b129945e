package io.reveille.admin;

import static io.reveille.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reveille.config.Secret;
import io.reveille.testing.AdminServer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.util.Map;
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
  void withoutATokenItDoesNotListenToTheWorld() {
    try (AdminServer server = new AdminServer(Secret.NONE, "0.0.0.0")) {
      assertThatThrownBy(server::start).hasMessageContaining("set admin.token");
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
