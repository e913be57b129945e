package io.reveille.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommonNamesTest {
  @ParameterizedTest
  @ValueSource(strings = {"Content-Length", "content-length", "Host", "etag", "x-request-id"})
  void aCommonNameIsOneObjectAndStaysAsItWasWritten(String name) {
    assertThat(in(name, 0, name.length()))
        .hasToString(name)
        .isSameAs(in("\r\n" + name + ": 1", 2, name.length()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "H", "Hoss", "CONTENT-LENGTH", "Content-Lengt", "Content_Length", "X-Custom"})
  void anyOtherNameIsLeftToTheDecoder(String name) {
    assertThat(in(name, 0, name.length())).isNull();
  }

  @Test
  void aNameLongerThanAllOfThemIsLeftToTheDecoder() {
    String name = "Access-Control-Allow-Credentials-And-More";

    assertThat(in(name, 0, name.length())).isNull();
  }

  private static @Nullable CharSequence in(String line, int start, int length) {
    return CommonNames.of(line.getBytes(US_ASCII), start, length);
  }
}
