package io.reveille.admin;

import io.reveille.bus.Facts;
import io.reveille.bus.GatewayBus;
import io.reveille.bus.GatewayMessage.Condition;
import io.reveille.config.ConfigChange;
import io.reveille.config.ConfigException;
import io.reveille.config.ConfigInForce;
import io.reveille.config.LoadedConfig;
import io.reveille.config.Version;
import io.reveille.http.Problem;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** The gateway itself: whether it is well, what it is and what it is set to. */
record ReveilleApi(GatewayBus bus, ConfigInForce config, Instant startedAt, Vertx vertx) {
  private static final String RUNTIME = "runtime";
  private static final String AGENTS = "agents";

  static Answer status(String word) {
    return Answer.ok(new JsonObject().put("status", word));
  }

  /** Ready once it knows all agents. A runtime lost later is told, but what runs is still served. */
  Future<Answer> ready(Parameters asked) {
    return bus.checkUp().map(condition -> {
      if (!condition.reconciled()) {
        throw new Refusal(Failures.notReady(
            condition.runtimeConnected()
                ? "Reveille has not yet compared what it remembers with the runtime."
                : "The runtime does not answer: " + condition.runtimeProblem()));
      }
      Answer ready = status("ready");
      ready.body().put(RUNTIME, runtime(condition)).put(AGENTS, condition.agents());
      return ready;
    });
  }

  Future<Answer> info(Parameters asked) {
    return bus.checkUp()
        .map(condition -> Answer.ok(new JsonObject()
            .put("name", "Reveille")
            .put("version", Version.current())
            .put("startedAt", Facts.time(startedAt))
            .put(RUNTIME, runtime(condition))
            .put("reconciled", condition.reconciled())
            .put("savedAt", Facts.time(condition.savedAt()))
            .put(AGENTS, condition.agents())));
  }

  private static JsonObject runtime(Condition condition) {
    return new JsonObject()
        .put("name", condition.runtime())
        .put("connected", condition.runtimeConnected())
        .put("problem", Facts.text(condition.runtimeProblem()));
  }

  Future<Answer> config(Parameters asked) {
    LoadedConfig loaded = config.loaded();
    return Future.succeededFuture(Answer.ok(new JsonObject()
        .put("file", loaded.file().map(Path::toString).orElse(null))
        .put("settings", settings(loaded.settings()))));
  }

  static JsonArray settings(List<LoadedConfig.Setting> settings) {
    return new JsonArray(settings.stream().map(ReveilleApi::setting).toList());
  }

  /** Its value is text, or JSON as in the file. */
  private static JsonObject setting(LoadedConfig.Setting setting) {
    return new JsonObject()
        .put("key", setting.key())
        .put("value", setting.shown())
        .put(
            "origin",
            switch (setting.origin()) {
              case FLAG -> "flag";
              case ENVIRONMENT -> "environment";
              case FILE -> "file";
              case LABEL -> "label";
              case BUILT_IN -> "default";
            });
  }

  /** Reading files blocks. */
  Future<Answer> reload(Parameters asked) {
    return vertx
        .executeBlocking(config::reload)
        .map(ReveilleApi::reloaded)
        .recover(fault -> Future.failedFuture(
            fault instanceof ConfigException
                ? new Refusal(Problem.of(
                    422,
                    "config-rejected",
                    "The old configuration stays",
                    String.valueOf(fault.getMessage())))
                : fault));
  }

  private static Answer reloaded(ConfigChange change) {
    return Answer.ok(new JsonObject()
        .put("changed", new JsonArray(change.changed()))
        .put("needRestart", new JsonArray(change.needRestart())));
  }
}
