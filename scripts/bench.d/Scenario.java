import java.util.List;

/**
 * What is measured, under the name that chooses it. {@code ofDirect}: the backend by itself is measured too. {@code
 * warmUp}: what comes before; at a fixed rate it would take minutes until everything is compiled.
 */
record Scenario(String name, String what, boolean ofDirect, Load load, Load warmUp) {
  private static final int FEW = 64;
  private static final int MANY = 512;

  private Scenario(String name, String what, boolean ofDirect, Load load) {
    this(name, what, ofDirect, load, load);
  }

  static List<Scenario> all(Tools tools) {
    return List.of(
        new Scenario("one", "256 B, 1 connection, one request after the other", true, tools.wrk(1, "/bots/bench/small")),
        new Scenario("steady", "256 B, 16 connections, 2,000 requests a second", true, tools.steady(16, 2_000),
            tools.wrk(FEW, "/bots/bench/small")),
        new Scenario("small-64", "256 B, 64 connections", false, tools.wrk(FEW, "/bots/bench/small")),
        new Scenario("small-512", "256 B, 512 connections", false, tools.wrk(MANY, "/bots/bench/small")),
        new Scenario("large-64", "64 KB, 64 connections", false, tools.wrk(FEW, "/bots/bench/large")),
        new Scenario("large-512", "64 KB, 512 connections", false, tools.wrk(MANY, "/bots/bench/large")),
        new Scenario("upload-64", "uploads of 64 KB, 64 connections", false, tools.upload(FEW)),
        new Scenario("h2-64", "HTTP/2, 256 B, 64 connections of 4 streams", false, tools.http2(FEW, 4)),
        new Scenario("h2-512", "HTTP/2, 256 B, 512 connections of 1 stream", false, tools.http2(MANY, 1)),
        new Scenario("events", "200 event streams of 20 events a second", true, new EventStreams(200, 20)));
  }
}
