package io.reveille.admin;

import static io.reveille.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.config.Secret;
import io.reveille.testing.AdminServer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DashboardFilesTest {
  private static final Pattern REFERENCE =
      Pattern.compile("(?:src|href)=\"(/web/[^\"]+)\"|from \"\\./([^\"]+)\"");

  private AdminServer server;
  private WebClient client;

  @BeforeEach
  void begin() {
    server = new AdminServer(new Secret("xyzzy"), "127.0.0.1").start();
    client = WebClient.create(server.vertx());
  }

  @AfterEach
  void end() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/login"})
  void pagesNeedNoTokenAndAllowNothingInline(String path) {
    HttpResponse<Buffer> page = get(path, Map.of());

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.getHeader("Content-Type")).isEqualTo("text/html; charset=utf-8");
    assertThat(page.getHeader("Content-Security-Policy"))
        .contains("default-src 'none'", "script-src 'self'", "style-src 'self'")
        .doesNotContain("unsafe");
    assertThat(page.getHeader("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(page.bodyAsString())
        .doesNotContainPattern("<script>|<style| style=| on[a-z]+=|https?://");
  }

  @Test
  void everyFileThatIsReferredToIsThere() {
    Deque<String> open = new ArrayDeque<>(Set.of("/", "/login"));
    Set<String> seen = new LinkedHashSet<>();
    while (!open.isEmpty()) {
      String path = open.pop();
      if (seen.add(path)) {
        HttpResponse<Buffer> file = get(path, Map.of());
        assertThat(file.statusCode()).as(path).isEqualTo(200);
        Matcher matcher = REFERENCE.matcher(file.bodyAsString());
        while (matcher.find()) {
          open.push(matcher.group(1) == null ? "/web/js/" + matcher.group(2) : matcher.group(1));
        }
      }
    }
    assertThat(seen).contains("/web/js/store.js", "/web/css/theme.css", "/web/favicon.svg");
  }

  @Test
  void whatTheBrowserHasAlreadyIsNotSentAgain() {
    HttpResponse<Buffer> first = get("/web/js/app.js", Map.of());
    assertThat(first.getHeader("Content-Type")).isEqualTo("text/javascript; charset=utf-8");
    assertThat(first.getHeader("Cache-Control")).isEqualTo("no-cache");

    HttpResponse<Buffer> again =
        get("/web/js/app.js", Map.of("If-None-Match", first.getHeader("ETag")));

    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isNull();
  }

  @Test
  void whoCanUnpackGetsItPacked() {
    HttpResponse<Buffer> plain = get("/web/css/base.css", Map.of());
    HttpResponse<Buffer> packed = get("/web/css/base.css", Map.of("Accept-Encoding", "gzip, br"));

    assertThat(packed.getHeader("Content-Encoding")).isEqualTo("gzip");
    assertThat(packed.body().length()).isLessThan(plain.body().length() / 2);
    assertThat(packed.getHeader("ETag")).isNotEqualTo(plain.getHeader("ETag"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/web/nothing.js",
        "/web/",
        "/web/js/",
        "/web/js/App.js",
        "/web/../schema/0001-agents-history-intents.sql",
        "/web/..%2freveille.properties",
        "/web/js/../../reveille.properties",
        "/login/",
        "/nothing/%2e%2e",
        "/nothing/../web/js/app.js"
      })
  void whatIsNoFileOfTheDashboardIsNotFound(String path) {
    HttpResponse<Buffer> answer = get(path, Map.of());

    assertThat(answer.statusCode()).isIn(401, 404);
    assertThat(answer.getHeader("Content-Type")).isEqualTo("application/problem+json");
    assertThat(new JsonObject(answer.body()).getInteger("status")).isEqualTo(answer.statusCode());
  }

  private HttpResponse<Buffer> get(String path, Map<String, String> headers) {
    HttpRequest<Buffer> request = client.request(HttpMethod.GET, server.port(), "127.0.0.1", path);
    headers.forEach(request::putHeader);
    return await(request.send());
  }
}
