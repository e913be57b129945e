package io.reveille.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.util.AsciiString;
import org.junit.jupiter.api.Test;

class HeadWriterTest {
  @Test
  void whatCameAsAByteGoesOutAsThatByteAndNothingElseDoes() {
    // the low byte of the last one is a line feed
    assertThat(written(HeadWriter.take().field("A", "t\u00fc\u00ff\u010a")))
        .isEqualTo("A: t\u00fc\u00ff?\r\n");
  }

  @Test
  void aHeadMayBeOfAnyLength() {
    String long1 = "x".repeat(5_000);
    String long2 = "y".repeat(200_000);
    HeadWriter head = HeadWriter.take().text(long1).text(AsciiString.of(long2));
    assertThat(written(head)).isEqualTo(long1 + long2);
    assertThat(written(HeadWriter.take().text("short"))).isEqualTo("short");
  }

  @Test
  void twoThatAreWrittenAtOnceDoNotMix() {
    HeadWriter one = HeadWriter.take().text("one");
    HeadWriter two = HeadWriter.take().text("two");
    one.text(" more");
    assertThat(written(two)).isEqualTo("two");
    assertThat(written(one)).isEqualTo("one more");
  }

  @Test
  void oneThatIsNotSentLeavesNothingBehind() {
    HeadWriter unsent = HeadWriter.take().text("unsent");
    unsent.drop();
    HeadWriter next = HeadWriter.take();
    assertThat(next).isSameAs(unsent);
    assertThat(written(next.text("next"))).isEqualTo("next");
  }

  private static String written(HeadWriter head) {
    ByteBuf bytes = head.toBuffer(UnpooledByteBufAllocator.DEFAULT);
    try {
      return bytes.toString(ISO_8859_1);
    } finally {
      bytes.release();
    }
  }
}
