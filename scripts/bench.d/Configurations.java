import java.nio.file.Path;

/** What the servers are told: each does the same, and each is given what makes it fast. */
final class Configurations {
  private static final String SMALL = "x".repeat(256);

  private Configurations() {}

  /** 256 bytes from memory, 64 KB from a file in the page cache. */
  static String backend(Path folder, int port) {
    return nginx(folder, """
        sendfile on; open_file_cache max=10;
        server {
          listen 127.0.0.1:%d backlog=4096;
          location / { return 200 '%s'; }
          location /large { root %s; }
          location /bots/bench/ { return 200 '%s'; }
        }
        """.formatted(port, SMALL, folder, SMALL));
  }

  static String nginx(Path folder, int port, int http2Port, Backends backends) {
    return nginx(folder, """
        upstream bench { server 127.0.0.1:%3$d; keepalive 512; keepalive_requests 1000000000; }
        upstream origin { server 127.0.0.1:%4$d; keepalive 512; keepalive_requests 1000000000; }
        proxy_http_version 1.1;
        proxy_set_header Connection '';
        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
        proxy_request_buffering off;
        proxy_buffers 16 8k;
        server {
          listen 127.0.0.1:%1$d backlog=4096;
          listen 127.0.0.1:%2$d http2 backlog=4096;
          location /bots/bench/ { proxy_pass http://bench/; }
          location /bots/origin/ { proxy_pass http://origin/; }
        }
        """.formatted(port, http2Port, backends.bench(), backends.origin()));
  }

  private static String nginx(Path folder, String http) {
    return """
        worker_processes auto; worker_rlimit_nofile 16384;
        daemon off;
        pid %1$s/pid; error_log %1$s/error.log warn;
        events { worker_connections 8192; }
        http {
          access_log off; keepalive_requests 1000000000;
          client_body_temp_path %1$s/body; proxy_temp_path %1$s/proxy;
          fastcgi_temp_path %1$s/fastcgi; uwsgi_temp_path %1$s/uwsgi; scgi_temp_path %1$s/scgi;
          %2$s
        }
        """.formatted(folder, http);
  }

  static String haproxy(int port, int http2Port, Backends backends) {
    return """
        global
          maxconn 8192
        defaults
          mode http
          option forwardfor
          timeout connect 2s
          timeout client 60s
          timeout server 60s
        frontend clients
          bind 127.0.0.1:%1$d backlog 4096
          bind 127.0.0.1:%2$d backlog 4096 proto h2
          use_backend origin if { path_beg /bots/origin/ }
          default_backend bench
        backend bench
          http-request replace-path /bots/bench(/.*) \\1
          server bench 127.0.0.1:%3$d
        backend origin
          option http-no-delay
          http-request replace-path /bots/origin(/.*) \\1
          server origin 127.0.0.1:%4$d
        """.formatted(port, http2Port, backends.bench(), backends.origin());
  }

  /** Its agents are not its own processes: all proxies share the same two. */
  static String reveille(Path folder, int port, int adminPort, Backends backends) {
    return """
        {
          "version": 1,
          "server": { "host": "127.0.0.1", "port": %2$d },
          "admin": { "host": "127.0.0.1", "port": %3$d },
          "runtime": "process",
          "storage": { "url": "jdbc:sqlite:%1$s/reveille.db" },
          "agents": {
            "bench": { "command": ["sleep", "7200"], "port": %4$d, "idleTimeout": 0 },
            "origin": { "command": ["sleep", "7200"], "port": %5$d, "idleTimeout": 0 }
          }
        }
        """.formatted(folder, port, adminPort, backends.bench(), backends.origin());
  }

  /** The ports behind the proxies. */
  record Backends(int bench, int origin) {}
}
