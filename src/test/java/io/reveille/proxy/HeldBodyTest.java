package io.reveille.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What happens to a body of HTTP/1.1 whose request is held. */
class HeldBodyTest {
  private static final String POST =
      "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 5000\r\n\r\nfirst ";

  @AutoClose
  private final FrontRig rig = new FrontRig();

  @Test
  void aSmallOneIsReadOnSoThatItIsHeardWhenItsClientGoes() {
    hold();
    assertThat(rig.channel.config().isAutoRead()).isTrue();

    rig.says("second");
    assertThat(rig.told).containsExactly("/a");
    rig.goesAway();
    rig.got();
    assertThat(rig.told).containsExactly("/a", "/a broke: The client has gone", "/a gone");
  }

  @Test
  void aLargeOneIsReadOnlyWhenSomebodyTakesIt() {
    hold();
    rig.says("x".repeat(2_000));
    assertThat(rig.channel.config().isAutoRead()).isFalse();

    HeldBody.release(rig.last());
    rig.last().resume();
    assertThat(rig.channel.config().isAutoRead()).isTrue();
    assertThat(rig.told).containsExactly("/a", "/a first ", "/a " + "x".repeat(2_000));
  }

  private void hold() {
    rig.whenAsked = ClientRequest::pause;
    rig.says(POST);
    HeldBody.hold(rig.last());
  }
}
