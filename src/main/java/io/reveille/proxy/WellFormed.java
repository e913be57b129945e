package io.reveille.proxy;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMessageDecoderResult;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What the decoder lets pass and two servers could read differently: how the body is framed, which host is meant, what
 * the target is (RFC 9112, 3 and 6). What stays is written in one way only.
 */
final class WellFormed {
  private static final Pattern HOST =
      Pattern.compile("(\\[[0-9A-Za-z:.]+]|[A-Za-z0-9._~!$&'()*+,;=%-]*)(:[0-9]{0,5})?");
  private static final Pattern ABSOLUTE =
      Pattern.compile("(?i:https?)://([^/?#]+)(.*)", Pattern.DOTALL);
  private static final Pattern VERSION = Pattern.compile("HTTP/[0-9][.][0-9]");
  private static final int DELETE = 0x7f;

  private WellFormed() {}

  static void check(HttpRequest request) throws BadRequest {
    checkVersion(request.protocolVersion());
    checkLine(request);
    checkFraming(request);
    checkHost(request.headers(), request.protocolVersion());
    checkTarget(request);
  }

  private static void checkVersion(HttpVersion version) throws BadRequest {
    if (!spoken(version)) {
      throw VERSION.matcher(version.text()).matches()
          ? BadRequest.version(version.text())
          : BadRequest.malformed("Its version is none");
    }
  }

  @SuppressWarnings(
      "ReferenceEquality") // what is spelled in another way is equal, but another object
  private static boolean spoken(HttpVersion version) {
    return version == HttpVersion.HTTP_1_1 || version == HttpVersion.HTTP_1_0;
  }

  /** The decoder takes any number of blanks for one. */
  private static void checkLine(HttpRequest request) throws BadRequest {
    int length = request.method().name().length()
        + request.uri().length()
        + request.protocolVersion().text().length()
        + 2;
    if (request.decoderResult() instanceof HttpMessageDecoderResult size
        && size.initialLineLength() != length) {
      throw BadRequest.malformed("Its first line has more than two spaces");
    }
  }

  private static void checkFraming(HttpRequest request) throws BadRequest {
    HttpHeaders headers = request.headers();
    List<String> lengths = headers.getAll(HttpHeaderNames.CONTENT_LENGTH);
    List<String> codings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
    if (lengths.isEmpty() && codings.isEmpty()) {
      checkNoHiddenBody(headers);
      return;
    }
    if (!codings.isEmpty()) {
      boolean chunked = codings.size() == 1 && codings.get(0).equalsIgnoreCase("chunked");
      if (!chunked
          || !lengths.isEmpty()
          || request.protocolVersion().equals(HttpVersion.HTTP_1_0)) {
        throw BadRequest.malformed("The end of its body can be understood in more than one way");
      }
      return;
    }
    String length = lengths.get(0);
    if (lengths.size() > 1 || !digits(length)) {
      throw BadRequest.malformed("Its Content-Length is no number");
    }
    if (length.length() > 1 && length.charAt(0) == '0') {
      headers.set(HttpHeaderNames.CONTENT_LENGTH, Long.toString(Long.parseLong(length)));
    }
  }

  /** With these two the decoder takes the next eight bytes for a body, as drafts of WebSocket before RFC 6455 had one. */
  private static void checkNoHiddenBody(HttpHeaders headers) throws BadRequest {
    if (headers.contains(HttpHeaderNames.SEC_WEBSOCKET_KEY1)
        && headers.contains(HttpHeaderNames.SEC_WEBSOCKET_KEY2)) {
      throw BadRequest.malformed("It asks for a draft of WebSocket that is none any more");
    }
  }

  private static void checkHost(HttpHeaders headers, HttpVersion version) throws BadRequest {
    if (headers.contains("")) {
      throw BadRequest.malformed("One of its headers has no name");
    }
    List<String> hosts = headers.getAll(HttpHeaderNames.HOST);
    if (hosts.size() > 1 || (hosts.isEmpty() && version.equals(HttpVersion.HTTP_1_1))) {
      throw BadRequest.malformed("It needs one Host header");
    }
    if (!hosts.isEmpty() && !named(hosts.get(0))) {
      throw BadRequest.malformed("Its Host is none");
    }
  }

  /** Most are a plain name or address, and a port: the pattern, which is slower, is for the others. */
  private static boolean named(String host) {
    int colon = host.indexOf(':');
    int end = colon < 0 ? host.length() : colon;
    boolean simple =
        plain(host, end) && (colon < 0 || (host.length() - colon <= 6 && digits(host, colon + 1)));
    return simple || HOST.matcher(host).matches();
  }

  private static boolean plain(String host, int end) {
    for (int at = 0; at < end; at++) {
      char next = host.charAt(at);
      boolean usual = (next >= 'a' && next <= 'z') || (next >= '0' && next <= '9') || next == '.';
      if (!usual && next != '-') {
        return false;
      }
    }
    return true;
  }

  private static void checkTarget(HttpRequest request) throws BadRequest {
    if (request.method().equals(HttpMethod.CONNECT)) {
      throw BadRequest.connect();
    }
    String target = request.uri();
    if (!printable(target)) {
      throw BadRequest.malformed("Its target has bytes in it that no address has");
    }
    if (target.startsWith("/")
        || (target.equals("*") && request.method().equals(HttpMethod.OPTIONS))) {
      return;
    }
    takeApart(request, target);
  }

  /** RFC 9112, 3.2.2: what a client sends as to a forward proxy names the host, whatever its header says. */
  private static void takeApart(HttpRequest request, String target) throws BadRequest {
    var absolute = ABSOLUTE.matcher(target);
    if (!absolute.matches() || !HOST.matcher(absolute.group(1)).matches()) {
      throw BadRequest.malformed("Its target is neither a path nor an address");
    }
    String rest = absolute.group(2);
    request.setUri(rest.startsWith("/") ? rest : "/" + rest);
    request.headers().set(HttpHeaderNames.HOST, absolute.group(1));
  }

  private static boolean printable(String target) {
    for (int at = 0; at < target.length(); at++) {
      char next = target.charAt(at);
      if (next <= ' ' || next >= DELETE || next == '#') {
        return false;
      }
    }
    return true;
  }

  private static boolean digits(String text) {
    return digits(text, 0);
  }

  private static boolean digits(String text, int from) {
    for (int at = from; at < text.length(); at++) {
      if (text.charAt(at) < '0' || text.charAt(at) > '9') {
        return false;
      }
    }
    return from < text.length();
  }
}
