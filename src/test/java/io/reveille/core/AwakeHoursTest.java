package io.reveille.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AwakeHoursTest {
  private static final AwakeHours OFFICE = AwakeHours.parse("Mon-Fri 08:00-18:00 Europe/Berlin");

  private static Instant at(String text) {
    return Instant.parse(text);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-23T06:59:59Z, false", // a Monday, winter time: one hour ahead of UTC
    "2026-11-23T07:00:00Z, true",
    "2026-11-23T16:59:59Z, true",
    "2026-11-23T17:00:00Z, false",
    "2026-11-22T10:00:00Z, false", // a Sunday
    "2026-07-13T05:59:59Z, false", // summer time: two hours ahead
    "2026-07-13T06:00:00Z, true"
  })
  void containsItsDaysAndHoursInItsZone(String at, boolean inside) {
    assertThat(OFFICE.contains(at(at))).isEqualTo(inside);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-20T21:59:59Z, false",
    "2026-11-20T22:00:00Z, true", // Friday evening
    "2026-11-21T01:59:59Z, true", // Saturday, but it is still Friday's night
    "2026-11-21T02:00:00Z, false",
    "2026-11-21T22:00:00Z, false" // Saturday evening is not named
  })
  void aNightBelongsToTheDayOnWhichItBegins(String at, boolean inside) {
    assertThat(AwakeHours.parse("Fri 22:00-02:00").contains(at(at))).isEqualTo(inside);
  }

  @Test
  void daysMayGoOverTheEndOfTheWeek() {
    assertThat(AwakeHours.parse("Sat-Mon 08:00-09:00").days())
        .containsExactlyInAnyOrder(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY, DayOfWeek.MONDAY);
  }

  @Test
  void withoutDaysAndZoneItIsEveryDayInUtc() {
    AwakeHours hours = AwakeHours.parse(" 08:00-18:00 ");
    assertThat(hours.days()).hasSize(7);
    assertThat(hours.zone().getId()).isEqualTo("UTC");
  }

  @Test
  void anEqualBeginningAndEndIsTheWholeDay() {
    AwakeHours always = AwakeHours.parse("00:00-00:00");
    assertThat(always.contains(at("2026-11-22T00:00:00Z"))).isTrue();
    assertThat(always.contains(at("2026-11-22T23:59:59Z"))).isTrue();
  }

  /** On 29 March 2026 the clocks of Berlin go from 02:00 to 03:00. */
  @Test
  void aWindowInTheHourThatIsLeftOutBeginsWhenTheClockGoesOn() {
    AwakeHours hours = AwakeHours.parse("02:30-04:00 Europe/Berlin");
    assertThat(hours.contains(at("2026-03-29T00:59:59Z"))).isFalse();
    assertThat(hours.contains(at("2026-03-29T01:45:00Z"))).isTrue(); // 03:45
    assertThat(hours.contains(at("2026-03-29T02:00:00Z"))).isFalse(); // 04:00
  }

  /** On 25 October 2026 they go from 03:00 back to 02:00. */
  @Test
  void aWindowOverTheHourThatComesTwiceIsAnHourLonger() {
    AwakeHours hours = AwakeHours.parse("01:00-04:00 Europe/Berlin");
    assertThat(hours.contains(at("2026-10-24T22:59:59Z"))).isFalse();
    assertThat(hours.contains(at("2026-10-24T23:00:00Z"))).isTrue();
    assertThat(hours.contains(at("2026-10-25T02:59:59Z"))).isTrue();
    assertThat(hours.contains(at("2026-10-25T03:00:00Z"))).isFalse();
  }

  @Test
  void theNextBeginningIsFoundOverAWeekendAndAChangeOfTheClocks() {
    Instant friday = at("2026-03-27T17:00:00Z"); // 18:00 in Berlin, winter time
    assertThat(OFFICE.untilNext(friday)).isEqualTo(Duration.ofHours(61)); // not 62
    assertThat(OFFICE.contains(friday.plus(OFFICE.untilNext(friday)))).isTrue();
  }

  @Test
  void theNextBeginningIsNeverNow() {
    Instant begins = at("2026-11-23T07:00:00Z");
    assertThat(OFFICE.untilNext(begins)).isEqualTo(Duration.ofDays(1));
    assertThat(AwakeHours.parse("Mon 07:00-08:00").untilNext(begins)).isEqualTo(Duration.ofDays(7));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "always",
        "Mon",
        "8:00-9:00",
        "25:00-26:00",
        "Mon-Fri 08:00-18:00 Mars/Base",
        "Fre 08:00-09:00",
        "Mon-Fre 08:00-09:00",
        "08:00"
      })
  void saysWhatIsWrong(String text) {
    assertThatThrownBy(() -> AwakeHours.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'");
  }
}
