package io.reveille.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PeerTest {
  private final Peer peer = new Peer("10.0.0.1", false);

  @Test
  void whatIsToldOfItIsPutIntoWordsOnce() {
    assertThat(peer.forwarded("h")).isEqualTo("for=10.0.0.1;host=\"h\";proto=http");
    assertThat(peer.forwarded("h")).isSameAs(peer.forwarded("h"));
  }

  @Test
  void eachRequestIsToldTheHostThatItNamed() {
    peer.forwarded("one");
    assertThat(peer.forwarded("two")).contains("host=\"two\"");
    assertThat(peer.forwarded("one")).contains("host=\"one\"");
  }

  @Test
  void aClientThatNamesNoHostIsToldOfAllTheSame() {
    assertThat(peer.forwarded("")).isEqualTo("for=10.0.0.1;host=\"\";proto=http");
  }

  @Test
  void aHostCannotEndItsQuotes() {
    assertThat(peer.forwarded("h\";for=evil"))
        .isEqualTo("for=10.0.0.1;host=\"h;for=evil\";proto=http");
  }
}
