package io.reveille.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ApiVersionTest {
  @Test
  void commonVersionIsTheNewestOfTheOlderSide() {
    assertThat(ApiVersion.common(new ApiVersion(1, 41), new ApiVersion(1, 12)))
        .contains(new ApiVersion(1, 41));
    assertThat(ApiVersion.common(new ApiVersion(1, 99), new ApiVersion(1, 44)))
        .contains(ApiVersion.OUR_NEWEST);
  }

  @Test
  void thereIsNoneIfTheEnginesOldestIsNewerThanOurNewest() {
    assertThat(ApiVersion.common(new ApiVersion(2, 1), new ApiVersion(2, 0))).isEmpty();
  }

  @Test
  void versionsAreNumbersAndNotDecimals() {
    assertThat(new ApiVersion(1, 9)).isLessThan(new ApiVersion(1, 41));
    assertThat(ApiVersion.parse("1.9").orElseThrow()).isEqualTo(new ApiVersion(1, 9));
    assertThat(ApiVersion.parse("v1.41")).isEmpty();
  }
}
