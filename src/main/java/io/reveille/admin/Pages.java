package io.reveille.admin;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The dashboard as files. They hold no secret, so everybody may have them; what they show comes from the API. */
final class Pages {
  private static final Logger LOG = LoggerFactory.getLogger(Pages.class);
  private static final String LOGIN = "/login";
  private static final String FOLDER = "/web/";

  /** Nothing from elsewhere, nothing inline, and no page of somebody else around it. */
  private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self';"
      + " img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none';"
      + " frame-ancestors 'none'";

  private static final Map<String, String> HEADERS = Map.of(
      "Content-Security-Policy", POLICY,
      "X-Content-Type-Options", "nosniff",
      "X-Frame-Options", "DENY",
      "Referrer-Policy", "no-referrer",
      "Cross-Origin-Opener-Policy", "same-origin",
      "Cross-Origin-Resource-Policy", "same-origin",
      "Permissions-Policy", "camera=(), geolocation=(), microphone=()");

  private final Vertx vertx;
  private final Map<String, PageFile> read = new ConcurrentHashMap<>();

  Pages(Vertx vertx) {
    this.vertx = vertx;
  }

  /** Adds its routes; whatever is asked for by another method, or elsewhere, goes on to the next ones. */
  void mount(Router router) {
    for (String path : List.of("/", LOGIN, FOLDER + "*")) {
      router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD).handler(this::answer);
    }
  }

  private void answer(RoutingContext context) {
    nameOf(context.request().path()).ifPresentOrElse(name -> answer(context, name), context::next);
  }

  /** The router also takes other spellings of a path, such as with dots; they are nobody's. */
  private static Optional<String> nameOf(String path) {
    return switch (path) {
      case "/" -> Optional.of("index.html");
      case LOGIN -> Optional.of("login.html");
      default ->
        Optional.of(path)
            .filter(asked -> asked.startsWith(FOLDER))
            .map(asked -> asked.substring(FOLDER.length()));
    };
  }

  private void answer(RoutingContext context, String name) {
    find(name)
        .onSuccess(found -> found.ifPresentOrElse(
            file -> send(context, file),
            () -> context.fail(new Refusal(Failures.notFound(context)))))
        .onFailure(context::fail);
  }

  private Future<Optional<PageFile>> find(String name) {
    PageFile known = read.get(name);
    if (known != null) {
      return Future.succeededFuture(Optional.of(known));
    }
    return vertx
        .executeBlocking(() -> PageFile.read(name))
        .onSuccess(found -> found.ifPresent(file -> read.put(name, file)));
  }

  private static void send(RoutingContext context, PageFile file) {
    boolean zip = Optional.ofNullable(context.request().getHeader("Accept-Encoding"))
        .filter(accepted -> accepted.contains("gzip"))
        .isPresent();
    // the two forms are different things to a cache
    String tag = '"' + file.tag() + (zip ? "-gz" : "") + '"';
    HttpServerResponse response = context.response();
    HEADERS.forEach(response::putHeader);
    response
        .putHeader("Cache-Control", "no-cache")
        .putHeader("Vary", "Accept-Encoding")
        .putHeader("ETag", tag);
    if (tag.equals(context.request().getHeader("If-None-Match"))) {
      ended(response.setStatusCode(304).end());
    } else {
      response.putHeader("Content-Type", file.type());
      if (zip) {
        response.putHeader("Content-Encoding", "gzip");
      }
      Buffer body = zip ? file.zipped() : file.plain();
      ended(response.end(body));
    }
  }

  private static void ended(Future<Void> sent) {
    sent.onFailure(gone -> LOG.debug("Nobody waits for this page any more", gone));
  }
}
