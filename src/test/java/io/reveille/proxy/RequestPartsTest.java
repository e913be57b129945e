package io.reveille.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestPartsTest {
  @Test
  void waitIsFoundAmongOtherPreferences() {
    assertThat(Prefer.wait(List.of("respond-async, Wait = \"10\"; x=1")))
        .contains(Duration.ofSeconds(10));
    assertThat(Prefer.wait(List.of("return=minimal", "wait=0"))).contains(Duration.ZERO);
  }

  @Test
  void aMalformedWaitIsAsGoodAsNone() {
    assertThat(Prefer.wait(
            List.of("wait", "wait=", "wait=-1", "wait=1.5", "waits=3", "wait=99999999999")))
        .isEmpty();
  }

  @Test
  void requestIdsSortByTimeAndAreNotRepeated() {
    String early = RequestId.of(null, 1_000);
    String late = RequestId.of(null, 2_000_000);
    assertThat(early).hasSize(26).isLessThan(late).matches("[0-9A-HJKMNP-TV-Z]+");
    assertThat(RequestId.of(null, 1_000)).isNotEqualTo(early);
  }

  @Test
  void aCallersOwnRequestIdIsKeptIfItCanBeShown() {
    assertThat(RequestId.of("abc-1", 0)).isEqualTo("abc-1");
    assertThat(RequestId.of("a b", 0)).hasSize(26);
    assertThat(RequestId.of("\"><script>", 0)).hasSize(26);
    assertThat(RequestId.of("x".repeat(200), 0)).hasSize(26);
  }
}
