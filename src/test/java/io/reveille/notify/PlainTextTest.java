package io.reveille.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainTextTest {
  @ParameterizedTest
  @ValueSource(strings = {"@channel", "@here", "@all", "@data.lore", "hey @channel!"})
  void nobodyIsMentionedInMattermost(String text) {
    assertThat(PlainText.inMarkdown(text)).doesNotContainPattern("@[a-z]").contains("@\u200b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://evil.example/x",
        "HTTPS://evil.example",
        "www.evil.example",
        "[click](https://evil.example)",
        "mailto:x@evil.example"
      })
  void noAddressCanBeClicked(String text) {
    String shown = PlainText.inMarkdown(text);

    assertThat(shown).doesNotContain("://", "www.evil", "mailto:x").doesNotContain("](");
    assertThat(PlainText.inSlack(text)).doesNotContain("://", "www.evil", "mailto:x");
  }

  @Test
  void markdownShowsAsItWasWritten() {
    assertThat(PlainText.inMarkdown("**bold** _it_ `code` ~~gone~~ | # head"))
        .isEqualTo(
            "\\*\\*bold\\*\\* \\_it\\_ \\`code\\` \\~\u200b\\~\u200bgone\\~\u200b\\~ \\| \\# head");
    assertThat(PlainText.inMarkdown("1. first\n    code\n> quote"))
        .isEqualTo("1\\. first\n   code\n\\> quote");
    assertThat(PlainText.inMarkdown("\\*x\\*")).isEqualTo("\\\\\\*x\\\\\\*");
  }

  @Test
  void slackGetsNoCommands() {
    assertThat(PlainText.inSlack("<!channel> & <@U123> <https://evil.example|here>"))
        .isEqualTo("&lt;!channel&gt; &amp; &lt;@U123&gt; &lt;https:\u200b//evil.example|here&gt;");
  }

  @Test
  void aHeaderIsOneLineOfAscii() {
    assertThat(PlainText.inHeader("one\r\nX-Evil: two\u0000")).isEqualTo("one | X-Evil: two");

    String encoded = PlainText.inHeader("Grüße 🚨 an die ganze Mannschaft der Enterprise");
    StringBuilder decoded = new StringBuilder();
    for (String word : encoded.split(" ", -1)) {
      assertThat(word).startsWith("=?UTF-8?B?").endsWith("?=").hasSizeLessThanOrEqualTo(75);
      byte[] bytes = Base64.getDecoder().decode(word.substring(10, word.length() - 2));
      decoded.append(new String(bytes, StandardCharsets.UTF_8));
    }
    assertThat(decoded).hasToString("Grüße 🚨 an die ganze Mannschaft der Enterprise");
  }

  @Test
  void nothingTurnsTheDirectionOfWriting() {
    assertThat(PlainText.clean("a\u202eb\u2066c\u001bd\te\nf")).isEqualTo("abcd e\nf");
  }

  @Test
  void whatIsTooLongIsCutBetweenCharacters() {
    assertThat(PlainText.shortened("12345", 5)).isEqualTo("12345");
    assertThat(PlainText.shortened("123456", 5)).isEqualTo("1234…");
    assertThat(PlainText.shortened("123🚨56", 5)).isEqualTo("123…");
  }
}
