package io.reveille.runtime;

import com.github.dockerjava.api.model.ContainerConfig;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.InternetProtocol;
import com.github.dockerjava.api.model.NetworkSettings;
import com.github.dockerjava.api.model.Ports;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A container's ports and addresses at one moment.
 *
 * @param exposed TCP ports, in order
 * @param published where on the host a TCP port is, if it is
 * @param networks addresses by network, in the engine's order; an empty address: none now
 */
record Wiring(
    List<Integer> exposed, Map<Integer, Published> published, Map<String, String> networks) {
  /** A port of the host. An empty address stands for all of them. */
  record Published(String address, int port) {}

  static Wiring of(ContainerConfig config, @Nullable NetworkSettings settings) {
    return new Wiring(exposed(config), published(settings), networks(settings));
  }

  private static List<Integer> exposed(ContainerConfig config) {
    ExposedPort @Nullable [] ports = config.getExposedPorts();
    return ports == null
        ? List.of()
        : Arrays.stream(ports)
            .filter(Wiring::isTcp)
            .map(ExposedPort::getPort)
            .sorted()
            .distinct()
            .toList();
  }

  private static Map<Integer, Published> published(@Nullable NetworkSettings settings) {
    Map<Integer, Published> found = new LinkedHashMap<>();
    if (settings != null && settings.getPorts() != null) {
      settings.getPorts().getBindings().forEach((port, bindings) -> {
        if (isTcp(port) && bindings != null) {
          Arrays.stream(bindings)
              .flatMap(Wiring::published)
              .findFirst()
              .ifPresent(first -> found.put(port.getPort(), first));
        }
      });
    }
    return Map.copyOf(found);
  }

  private static Stream<Published> published(Ports.Binding binding) {
    String port = Optional.ofNullable(binding.getHostPortSpec()).orElse("");
    return port.matches("\\d{1,5}")
        ? Stream.of(new Published(
            Optional.ofNullable(binding.getHostIp()).orElse(""), Integer.parseInt(port)))
        : Stream.empty();
  }

  /** Not the top-level address: Engine 29 no longer has it. */
  private static Map<String, String> networks(@Nullable NetworkSettings settings) {
    Map<String, String> found = new LinkedHashMap<>();
    if (settings != null && settings.getNetworks() != null) {
      settings.getNetworks().forEach((name, network) -> found.put(name, address(network)));
    }
    return found;
  }

  private static String address(@Nullable ContainerNetwork network) {
    if (network == null) {
      return "";
    }
    String v4 = network.getIpAddress();
    String v6 = network.getGlobalIPv6Address();
    return v4 != null && !v4.isEmpty() ? v4 : v6 == null ? "" : v6;
  }

  private static boolean isTcp(ExposedPort port) {
    return port.getProtocol() == InternetProtocol.TCP;
  }
}
