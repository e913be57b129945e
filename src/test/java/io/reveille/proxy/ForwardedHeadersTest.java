package io.reveille.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpVersion;
import org.junit.jupiter.api.Test;

class ForwardedHeadersTest {
  private final MultiMap from = MultiMap.caseInsensitiveMultiMap();
  private final MultiMap to = MultiMap.caseInsensitiveMultiMap();

  @Test
  void lengthAndHostStayWhateverConnectionNominates() {
    from.add("Connection", "Content-Length, host , X-Gone").add("Connection", "cookie");
    from.add("Content-Length", "3").add("Host", "h").add("x-gone", "1").add("Cookie", "a=1");
    ForwardedHeaders.copyRequest(from, to, false);
    assertThat(to.isEmpty()).isTrue();
    ForwardedHeaders.toHttp1(from, to, "h");
    assertThat(to.get("Content-Length")).isEqualTo("3");
    assertThat(to.get("Host")).isEqualTo("h");
  }

  @Test
  void cookiesThatHttp2SplitBecomeOneLine() {
    from.add("cookie", "a=1").add("cookie", "b=2");
    ForwardedHeaders.copyRequest(from, to, false);
    assertThat(to.getAll("cookie")).containsExactly("a=1; b=2");
  }

  @Test
  void namesThatReveilleKeepsForItselfAreKnownInEverySpelling() {
    from.add("reveille-agent", "x")
        .add("REVEILLE_STATE", "x")
        .add("Reveille-_x", "x")
        .add("reveilles", "ok");
    ForwardedHeaders.copyRequest(from, to, false);
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
    ForwardedHeaders.copyRequest(from, to, false);
    assertThat(to.names()).containsExactly("X-Foo");
    to.clear();
    ForwardedHeaders.copyRequest(from, to, true);
    assertThat(to.names()).hasSize(5);
  }

  @Test
  void aHeaderThatIsNamedLikeAnOptionOfConnectionDoesNotCross() {
    from.add("Connection", "close").add("Close", "1").add("Keep-Alive", "5").add("X-Stays", "1");
    ForwardedHeaders.copyResponse(from, to);
    assertThat(to.names()).containsExactly("X-Stays");
  }

  @Test
  void anAddressOfIpVersion6IsQuotedInForwarded() {
    ForwardedHeaders.Peer peer = new ForwardedHeaders.Peer("::1", true, false);
    TheWay.tell(to, new ForwardedHeaders.Hop(peer, "h:7411", "", HttpVersion.HTTP_2));
    assertThat(to.get("Forwarded")).isEqualTo("for=\"[::1]\";host=\"h:7411\";proto=https");
    assertThat(to.get("X-Forwarded-For")).isEqualTo("::1");
    assertThat(to.get("Via")).isEqualTo("2 reveille");
  }
}
