package io.reveille.proxy.conformance;

import io.reveille.testing.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Another proxy in the place of Reveille, to compare. It knows nothing of bot IDs, problems and trusted proxies. */
final class OtherProxy implements Subject {
  private static final Duration START = Duration.ofSeconds(10);
  private static final String NGINX = """
      daemon off; master_process off; pid %1$s/pid; error_log %1$s/error.log;
      events { worker_connections 512; }
      http {
        access_log off; client_body_temp_path %1$s; proxy_temp_path %1$s;
        fastcgi_temp_path %1$s; uwsgi_temp_path %1$s; scgi_temp_path %1$s;
        large_client_header_buffers 4 8k;
        upstream agent { server 127.0.0.1:%3$d; keepalive 16; }
        server {
          listen 127.0.0.1:%2$d;
          location /bots/lal/ {
            proxy_pass http://agent/; proxy_http_version 1.1; proxy_set_header Connection "";
            proxy_set_header Host $http_host; proxy_request_buffering off; proxy_buffering off;
          }
        }
      }
      """;
  private static final String HAPROXY = """
      defaults
        mode http
        timeout connect 2s
        timeout client 60s
        timeout server 60s
      frontend clients
        bind 127.0.0.1:%2$d
        http-request deny deny_status 404 unless { path /bots/lal } or { path_beg /bots/lal/ }
        http-request replace-path /bots/lal/?(.*) /\\1
        default_backend agent
      backend agent
        server agent 127.0.0.1:%3$d
      """;
  private final int port;
  private final Path folder;
  private final Process process;

  private OtherProxy(int agentPort, String config, Function<Path, List<String>> command) {
    try {
      port = FreePort.next();
      folder = Files.createTempDirectory("proxy");
      Path file = folder.resolve("config");
      Files.writeString(file, config.formatted(folder, port, agentPort));
      process = new ProcessBuilder(command.apply(file))
          .redirectErrorStream(true)
          .redirectOutput(folder.resolve("output").toFile())
          .start();
      awaitListening();
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  static Subject nginx(int agentPort) {
    return new OtherProxy(agentPort, NGINX, file -> List.of("nginx", "-c", file.toString()));
  }

  static Subject haproxy(int agentPort) {
    return new OtherProxy(
        agentPort, HAPROXY, file -> List.of("haproxy", "-db", "-f", file.toString()));
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public String badGateway() {
    return "502 Bad Gateway";
  }

  @Override
  public void quiet() {
    // it does not tell
  }

  @Override
  public void trust(List<String> networks) {
    // that is done in another way
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  private void awaitListening() throws IOException {
    Instant end = Instant.now().plus(START);
    while (process.isAlive() && Instant.now().isBefore(end)) {
      try {
        new Socket(InetAddress.getLoopbackAddress(), port).close();
        return;
      } catch (IOException notYet) {
        Thread.onSpinWait();
      }
    }
    throw new IOException("it did not start: " + Files.readString(folder.resolve("output")));
  }
}
