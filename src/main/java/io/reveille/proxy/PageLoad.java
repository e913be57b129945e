package io.reveille.proxy;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether somebody looks at a browser that loads this as a page, and would rather see what happens than wait. */
final class PageLoad {
  private static final String HTML = "text/html";
  private static final Pattern QUALITY =
      Pattern.compile(";\\s*q\\s*=\\s*([01](?:\\.\\d{0,3})?)\\s*$");

  private PageLoad() {}

  static boolean is(ClientRequest request) {
    if (!request.method().equals(HttpMethod.GET)) {
      return false;
    }
    String mode = request.getHeader("Sec-Fetch-Mode");
    return mode == null ? prefersHtml(request.headers()) : mode.equals("navigate");
  }

  /** HTML by its name, and nothing else more than it. */
  private static boolean prefersHtml(MultiMap headers) {
    double html = 0;
    double rest = 0;
    for (String value : headers.getAll(HttpHeaders.ACCEPT)) {
      for (String range : value.toLowerCase(Locale.ROOT).split(",", -1)) {
        if (range.strip().startsWith(HTML)) {
          html = Math.max(html, quality(range));
        } else {
          rest = Math.max(rest, quality(range));
        }
      }
    }
    return html > 0 && html >= rest;
  }

  private static double quality(String range) {
    Matcher matcher = QUALITY.matcher(range);
    return matcher.find() ? Double.parseDouble(matcher.group(1)) : 1;
  }
}
