package io.reveille.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BotIdTest {
  @ParameterizedTest
  @ValueSource(strings = {"a", "0", "lal", "lal-2", "lal.b_c", "9lives", "a.-_"})
  void takesWhatTheSpecificationAllows(String text) {
    assertThat(BotId.parse(text)).contains(new BotId(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        ".reveille",
        "-lal",
        "_lal",
        "la l",
        "lal/",
        "lal%20",
        "läl",
        "lal\n",
        "a:b",
        "\u212A" // the sign for Kelvin, whose lower case is k
      })
  void refusesEverythingElse(String text) {
    assertThat(BotId.parse(text)).isEmpty();
    assertThatThrownBy(() -> new BotId(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is no bot ID");
  }

  @Test
  void isAtMost63CharactersLong() {
    assertThat(BotId.parse("a".repeat(63))).isPresent();
    assertThat(BotId.parse("a".repeat(64))).isEmpty();
  }

  @Test
  void isComparedInLowerCase() {
    assertThat(BotId.parse("LaL")).contains(new BotId("lal"));
    assertThatThrownBy(() -> new BotId("LaL")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void doesNotDependOnTheLanguageOfTheMachine() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(new Locale.Builder().setLanguage("tr").build());
      assertThat(BotId.parse("LILI")).contains(new BotId("lili"));
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void standsInTheOrderOfItsLetters() {
    assertThat(new BotId("data")).isLessThan(new BotId("lal"));
    assertThat(new BotId("lal")).hasToString("lal");
  }
}
