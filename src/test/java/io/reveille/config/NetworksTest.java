package io.reveille.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworksTest {
  @ParameterizedTest
  @CsvSource({
    "10.0.0.7, 10.0.0.7, true",
    "10.0.0.7, 10.0.0.8, false",
    "10.0.0.0/8, 10.255.0.1, true",
    "10.0.0.0/8, 11.0.0.1, false",
    "10.0.0.128/25, 10.0.0.200, true",
    "10.0.0.128/25, 10.0.0.100, false",
    "0.0.0.0/0, 192.0.2.1, true",
    "0.0.0.0/0, ::1, false",
    "fd00::/8, fdab::1, true",
    "fd00::/8, fe80::1, false",
    "fe80::/10, fe80::1%eth0, true",
    "::1, 0:0:0:0:0:0:0:1, true",
    "10.0.0.0/8, unknown, false",
    "10.0.0.0/8, '', false"
  })
  void anAddressLiesInARangeIfItsFirstBitsDo(String range, String address, boolean held) {
    assertThat(Networks.of(List.of(range)).hold(address)).isEqualTo(held);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "10.0.0.0/33",
        "::1/129",
        "10.0.0/8",
        "10.0.0.0/",
        "10.0.0.0/-1",
        "256.0.0.1",
        "*",
        "10.0.0.0/8/8"
      })
  void whatIsNoRangeIsRefusedAndNeverLookedUp(String word) {
    assertThatThrownBy(() -> Networks.of(List.of(word)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(word.split("/", -1)[0]);
  }
}
