package io.reveille.proxy.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** nginx in the place of Reveille, to compare. It knows nothing of bot IDs, problems and trusted proxies. */
final class Nginx implements Subject {
  private static final Duration START = Duration.ofSeconds(10);
  private static final String CONFIG = """
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
  private final int port;
  private final Process process;

  Nginx(int agentPort) {
    try {
      port = freePort();
      Path folder = Files.createTempDirectory("nginx");
      Path config = folder.resolve("nginx.conf");
      Files.writeString(config, CONFIG.formatted(folder, port, agentPort));
      process = new ProcessBuilder("nginx", "-p", folder.toString(), "-c", config.toString())
          .redirectErrorStream(true)
          .redirectOutput(folder.resolve("output").toFile())
          .start();
      awaitListening();
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  @Override
  public int port() {
    return port;
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
    process.destroy();
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
    throw new IOException("nginx did not start");
  }

  private static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }
}
