package io.reveille.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ForwardedHeadersTest {
  private static final List<String> WAY =
      List.of("X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "Forwarded", "Via");

  private final MultiMap from = MultiMap.caseInsensitiveMultiMap();
  private final MultiMap to = MultiMap.caseInsensitiveMultiMap();

  @Test
  void lengthAndHostStayWhateverConnectionNominates() {
    from.add("Connection", "Content-Length, host , X-Gone").add("Connection", "cookie");
    from.add("Content-Length", "3").add("Host", "h").add("x-gone", "1").add("Cookie", "a=1");
    copy(false);
    assertThat(to.isEmpty()).isTrue();
    ForwardedHeaders.toHttp1(from, to::add, "h");
    assertThat(to.get("Content-Length")).isEqualTo("3");
    assertThat(to.get("Host")).isEqualTo("h");
  }

  @Test
  void cookiesThatHttp2SplitBecomeOneLine() {
    from.add("cookie", "a=1").add("cookie", "b=2");
    copy(false);
    assertThat(to.getAll("cookie")).containsExactly("a=1; b=2");
  }

  @Test
  void namesThatReveilleKeepsForItselfAreKnownInEverySpelling() {
    from.add("reveille-agent", "x")
        .add("REVEILLE_STATE", "x")
        .add("Reveille-_x", "x")
        .add("reveilles", "ok");
    copy(false);
    assertThat(to.names()).containsExactly("reveilles");
  }

  @Test
  void repeatedHeadersKeepTheirOrder() {
    from.add("Set-Cookie", "a").add("Set-Cookie", "b");
    ForwardedHeaders.copyResponse(from, to);
    assertThat(to.getAll("Set-Cookie")).containsExactly("a", "b");
  }

  @Test
  void whatIsSaidOfTheWayIsCopiedForTrustedPeersOnly() {
    from.add("X-Forwarded-For", "8.8.8.8").add("x_forwarded_proto", "https");
    from.add("Forwarded", "for=8.8.8.8").add("X-Real-IP", "8.8.8.8").add("X-Foo", "1");
    copy(false);
    assertThat(to.names()).containsExactly("X-Foo");
    to.clear();
    copy(true);
    assertThat(to.names()).contains("x_forwarded_proto", "X-Real-IP", "X-Foo");
    assertThat(to.getAll("X-Forwarded-For")).containsExactly("8.8.8.8, 10.0.0.1");
    assertThat(to.getAll("Forwarded"))
        .containsExactly("for=8.8.8.8, for=10.0.0.1;host=\"h\";proto=http");
  }

  @Test
  void aHeaderThatIsNamedLikeAnOptionOfConnectionDoesNotCross() {
    from.add("Connection", "close").add("Close", "1").add("Keep-Alive", "5").add("X-Stays", "1");
    ForwardedHeaders.copyResponse(from, to);
    assertThat(to.names()).containsExactly("X-Stays");
  }

  @Test
  void whatConnectionNominatesDoesNotCrossWhereverItStands() {
    from.add("X-Gone", "1").add("Content-Length", "3").add("X-Stays", "1");
    from.add("Connection", "keep-alive").add("Connection", "x-gone, Content-Length");
    ForwardedHeaders.copyResponse(from, to);
    assertThat(to.names()).containsExactlyInAnyOrder("Content-Length", "X-Stays");
  }

  @Test
  void anAddressOfIpVersion6IsQuotedInForwarded() {
    Peer peer = new Peer("::1", true);
    ForwardedHeaders.copyRequest(
        from,
        to::add,
        new ForwardedHeaders.Hop(peer, false, "h:7411", "", HttpVersion.HTTP_2),
        Map.of());
    assertThat(to.get("Forwarded")).isEqualTo("for=\"[::1]\";host=\"h:7411\";proto=https");
    assertThat(to.get("X-Forwarded-For")).isEqualTo("::1");
    assertThat(to.get("Via")).isEqualTo("2 reveille");
  }

  @Test
  void whatConnectionTakesBackIsNotContinued() {
    from.add("Connection", "Via, X-Forwarded-For").add("Via", "1.0 a").add("X-Forwarded-For", "1");
    copy(true);
    assertThat(to.getAll("X-Forwarded-For")).containsExactly("10.0.0.1");
    assertThat(to.getAll("Via")).containsExactly("1.1 reveille");
  }

  @Test
  void whatIsSaidAnewIsSaidOnce() {
    from.add("TraceParent", "theirs").add("X-Request-Id", "theirs").add("Via", "1.0 a");
    ForwardedHeaders.copyRequest(from, to::add, hop(false), Map.of("traceparent", "ours"));
    assertThat(to.getAll("traceparent")).containsExactly("ours");
    assertThat(to.contains("X-Request-Id")).isFalse();
    assertThat(to.getAll("Via")).containsExactly("1.0 a, 1.1 reveille");
  }

  /** Of a client that is not trusted the way is left out here. */
  private void copy(boolean trusted) {
    ForwardedHeaders.copyRequest(from, to::add, hop(trusted), Map.of());
    if (!trusted) {
      WAY.forEach(to::remove);
    }
  }

  private static ForwardedHeaders.Hop hop(boolean trusted) {
    Peer peer = new Peer("10.0.0.1", false);
    return new ForwardedHeaders.Hop(peer, trusted, "h", "", HttpVersion.HTTP_1_1);
  }
}
