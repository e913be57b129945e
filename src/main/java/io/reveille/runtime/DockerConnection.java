package io.reveille.runtime;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Version;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.core.RemoteApiVersion;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import io.reveille.runtime.DockerFault.Kind;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Clients for one endpoint at one agreed API version. Three, because a response timeout belongs to a
 * client: calls that answer at once, calls that wait for an agent, and the event stream, which is silent for hours.
 */
final class DockerConnection implements Closeable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  /** Only where an interrupt does not end a read: on TCP. Longer than the timeouts of the calls. */
  private static final Duration SWIFT_ANSWER = Duration.ofSeconds(20);

  private static final Duration SLOW_ANSWER = Duration.ofMinutes(15);

  /** To ask for a right: the engine says 404, and who forbids the call says so first. */
  private static final String NO_CONTAINER = "reveille-asks-for-its-rights";

  private final String endpoint;
  private final ApiVersion version;
  private final DockerClientImpl swift;
  private final DockerClient slow;
  private final DockerClient stream;

  DockerConnection(String endpoint, ApiVersion version) {
    this.endpoint = endpoint;
    this.version = version;
    this.swift = client(endpoint, Optional.of(version), SWIFT_ANSWER);
    this.slow = client(endpoint, Optional.of(version), SLOW_ANSWER);
    this.stream = client(endpoint, Optional.of(version), null);
  }

  /** Asks the engine without a version which ones it speaks, and settles on one. Blocks. */
  static ApiVersion agree(String endpoint) throws DockerFault, IOException {
    try (DockerClient unversioned = client(endpoint, Optional.empty(), SWIFT_ANSWER)) {
      return agree(unversioned.versionCmd().exec(), endpoint);
    }
  }

  ApiVersion version() {
    return version;
  }

  boolean serves(String wantedEndpoint, ApiVersion wanted) {
    return endpoint.equals(wantedEndpoint) && version.equals(wanted);
  }

  DockerClient swift() {
    return swift;
  }

  DockerClient slow() {
    return slow;
  }

  DockerClient stream() {
    return stream;
  }

  /** An inspection as it came, not taken apart; whatever the engine says if it is none. Blocks. */
  byte[] inspection(String id) throws IOException {
    Request request = Request.builder()
        .method(Request.Method.GET)
        .path("/v" + version + "/containers/" + id + "/json")
        .build();
    try (Response answer = swift.getHttpClient().execute(request)) {
      return answer.getBody().readAllBytes(); // all of it, or the connection is not used again
    }
  }

  /** Whether a proxy in front of the engine, or the engine itself, forbids the call. Changes nothing. Blocks. */
  boolean forbids(DockerCall call) throws IOException {
    Request request = Request.builder()
        .method(Request.Method.valueOf(call.method()))
        .path("/v" + version + call.path(NO_CONTAINER))
        .build();
    try (Response answer = swift.getHttpClient().execute(request)) {
      answer.getBody().readAllBytes();
      return DockerFault.isForbidding(answer.getStatusCode());
    }
  }

  /** Also ends what still waits on it. */
  @Override
  public void close() throws IOException {
    try {
      swift.close();
    } finally {
      try {
        slow.close();
      } finally {
        stream.close();
      }
    }
  }

  private static ApiVersion agree(Version engine, String endpoint) throws DockerFault {
    ApiVersion newest = ApiVersion.parse(text(engine.getApiVersion()))
        .orElseThrow(() -> new DockerFault(
            Kind.VERSION,
            endpoint + " does not name its API version: '" + text(engine.getApiVersion()) + "'"));
    // an engine too old to name its oldest version speaks the newest it names
    ApiVersion oldest = ApiVersion.parse(text(engine.getMinAPIVersion())).orElse(newest);
    return ApiVersion.common(newest, oldest)
        .orElseThrow(() -> new DockerFault(
            Kind.VERSION,
            "no common API version with " + endpoint + ": the engine speaks " + oldest + " to "
                + newest + ", Reveille up to " + ApiVersion.OUR_NEWEST));
  }

  private static String text(@Nullable String given) {
    return given == null ? "" : given;
  }

  private static DockerClientImpl client(
      String endpoint, Optional<ApiVersion> version, @Nullable Duration responseTimeout) {
    // not createDefaultConfigBuilder(): that one reads the environment, which is for the
    // configuration to do
    DefaultDockerClientConfig.Builder builder =
        new DefaultDockerClientConfig.Builder().withDockerHost(endpoint).withDockerTlsVerify(false);
    version.ifPresent(
        agreed -> builder.withApiVersion(RemoteApiVersion.create(agreed.major(), agreed.minor())));
    DefaultDockerClientConfig config = builder.build();
    ZerodepDockerHttpClient.Builder http = new ZerodepDockerHttpClient.Builder()
        .dockerHost(config.getDockerHost())
        .maxConnections(128)
        .connectionTimeout(CONNECT_TIMEOUT);
    if (responseTimeout != null) {
      http.responseTimeout(responseTimeout);
    }
    return (DockerClientImpl) DockerClientImpl.getInstance(config, http.build());
  }
}
