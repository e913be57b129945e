package io.reveille.cli;

import io.reveille.config.ConfigException;
import io.reveille.config.GatewayConfig;
import io.reveille.config.LoadedConfig;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that every command takes, and what follows from them. */
final class Session {
  private static final String DEFAULT_URL = "http://127.0.0.1:7412";

  private final Starter starter;
  private final Terminal terminal;
  final PrintWriter out;
  final PrintWriter err;

  /** How data is printed. */
  enum Format {
    table,
    json
  }

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "configuration file (default: $REVEILLE_CONFIG, ./reveille.json,"
          + " /etc/reveille/reveille.json)")
  private @Nullable Path config;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "overrides one key, for example --set server.port=8080")
  private final Map<String, String> flags = new LinkedHashMap<>();

  @Option(
      names = "--url",
      paramLabel = "URL",
      defaultValue = "${env:REVEILLE_URL:-}",
      description = "admin API of the running Reveille (default: $REVEILLE_URL, else that of the"
          + " configuration)")
  private String url = "";

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      defaultValue = "${env:REVEILLE_ADMIN_TOKEN:-}",
      description = "admin token (default: $REVEILLE_ADMIN_TOKEN, else that of the configuration)")
  private String token = "";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "${COMPLETION-CANDIDATES} (default: table)")
  private Format format = Format.table;

  Session(Starter starter, Terminal terminal, PrintWriter out, PrintWriter err) {
    this.starter = starter;
    this.terminal = terminal;
    this.out = out;
    this.err = err;
  }

  Starter starter() {
    return starter;
  }

  LoadedConfig load() {
    return starter.load(Optional.ofNullable(config), flags);
  }

  Map<String, String> flags() {
    return flags;
  }

  boolean json() {
    return format == Format.json;
  }

  Terminal terminal() {
    return terminal;
  }

  AdminClient client() {
    if (!url.isEmpty()) {
      return new AdminClient(parsed(url), token);
    }
    Optional<GatewayConfig.Admin> admin = configured();
    String known = admin.map(Session::url).orElse(DEFAULT_URL);
    String secret = token.isEmpty() ? admin.map(found -> found.token().value()).orElse("") : token;
    return new AdminClient(parsed(known), secret);
  }

  /** Only a file that was named must be good: Reveille may be running with an older, better one. */
  private Optional<GatewayConfig.Admin> configured() {
    try {
      return Optional.of(load().config().admin());
    } catch (ConfigException bad) {
      if (config != null) {
        throw bad;
      }
      err.println("The configuration is not good (see `reveille check`); trying " + DEFAULT_URL);
      return Optional.empty();
    }
  }

  private static String url(GatewayConfig.Admin admin) {
    String host = admin.host().equals("0.0.0.0") ? "127.0.0.1" : admin.host();
    return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + admin.port();
  }

  private static URI parsed(String text) {
    try {
      URI uri = URI.create(text);
      if (uri.getHost() != null && String.valueOf(uri.getScheme()).matches("https?")) {
        return uri;
      }
    } catch (IllegalArgumentException malformed) {
      // told below, as any other text that is no URL
    }
    throw new Failure(ExitCode.USAGE, "'" + text + "' is no URL: write it like " + DEFAULT_URL);
  }
}
