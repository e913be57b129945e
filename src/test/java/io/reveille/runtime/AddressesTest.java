package io.reveille.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.core.AgentSettings.Address;
import io.reveille.core.Endpoint;
import io.reveille.runtime.Wiring.Published;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AddressesTest {
  private static final Address ANY = new Address(Optional.empty(), false, Optional.empty());
  private static final Map<String, String> BRIDGE = Map.of("bridge", "172.17.0.2");

  private final Addresses outside = new Addresses(false);
  private final Addresses inside = new Addresses(true);

  @Test
  void publishedPortIsTakenAndAnyAddressIsLoopback() {
    assertThat(outside.endpoint(ANY, published("0.0.0.0")))
        .contains(new Endpoint(false, "127.0.0.1", 18101));
    assertThat(outside.endpoint(ANY, published("::")))
        .contains(new Endpoint(false, "127.0.0.1", 18101));
    assertThat(outside.endpoint(ANY, published("192.168.1.5")))
        .contains(new Endpoint(false, "192.168.1.5", 18101));
  }

  @Test
  void fromWithinAContainerTheContainersOwnAddressIsTaken() {
    assertThat(inside.endpoint(ANY, published("127.0.0.1")))
        .contains(new Endpoint(false, "172.17.0.2", 8080));
  }

  @Test
  void unpublishedPortIsReachedAtTheContainersAddress() {
    assertThat(outside.endpoint(ANY, new Wiring(List.of(8080), Map.of(), BRIDGE)))
        .contains(new Endpoint(false, "172.17.0.2", 8080));
  }

  @Test
  void namedNetworkIsTakenAndTheFirstOneOtherwise() {
    Map<String, String> networks = new LinkedHashMap<>();
    networks.put("down", "");
    networks.put("front", "10.0.0.2");
    networks.put("back", "10.0.1.2");
    Wiring wiring = new Wiring(List.of(8080), Map.of(), networks);

    assertThat(outside.endpoint(ANY, wiring)).contains(new Endpoint(false, "10.0.0.2", 8080));
    assertThat(outside.endpoint(new Address(Optional.empty(), true, Optional.of("back")), wiring))
        .contains(new Endpoint(true, "10.0.1.2", 8080));
    assertThat(outside.endpoint(new Address(Optional.empty(), false, Optional.of("none")), wiring))
        .isEmpty();
  }

  @Test
  void portThatIsSetOutweighsWhatIsExposed() {
    Address set = new Address(Optional.of(9000), false, Optional.empty());

    assertThat(outside.endpoint(set, published("0.0.0.0")))
        .contains(new Endpoint(false, "172.17.0.2", 9000));
  }

  @Test
  void noPortOrSeveralAreNoAddress() {
    assertThat(outside.endpoint(ANY, new Wiring(List.of(), Map.of(), BRIDGE))).isEmpty();
    assertThat(outside.endpoint(ANY, new Wiring(List.of(1, 2), Map.of(), BRIDGE)))
        .isEmpty();
  }

  @Test
  void containerInTheHostsNetworkAnswersOnLoopback() {
    assertThat(outside.endpoint(ANY, new Wiring(List.of(8080), Map.of(), Map.of("host", ""))))
        .contains(new Endpoint(false, "127.0.0.1", 8080));
  }

  private static Wiring published(String address) {
    return new Wiring(List.of(8080), Map.of(8080, new Published(address, 18101)), BRIDGE);
  }
}
