package io.reveille.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.reveille.config.GatewayConfig.Alerts;
import io.reveille.config.GatewayConfig.Alerts.Target;
import io.reveille.config.GatewayConfig.Alerts.TargetType;
import io.reveille.core.AlertRule;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads {@code alerts} of the file. */
final class AlertReader {
  private static final String POINTER = "/alerts";
  private static final String KEY = "whsec_";

  private final Problems problems;
  private final TableReader targetReader;
  private final TableReader ruleReader;

  AlertReader(Problems problems) {
    this.problems = problems;
    targetReader = new TableReader(AlertKeys.TARGET, problems);
    ruleReader = new TableReader(AlertKeys.RULE, problems);
  }

  /** @param alerts a missing node if the file has none */
  Alerts read(JsonNode alerts) {
    JsonNode targets = alerts.path("targets");
    JsonNode rules = alerts.path("rules");
    return new Alerts(targets(targets), rules(rules, names(targets)), 0); // the rest is no list
  }

  private static Set<String> names(JsonNode targets) {
    Set<String> names = new LinkedHashSet<>();
    targets.properties().forEach(target -> names.add(target.getKey()));
    return names;
  }

  private List<Target> targets(JsonNode targets) {
    List<Target> read = new ArrayList<>();
    if (!targets.isObject() && !targets.isMissingNode()) {
      problems.add(POINTER + "/targets", Listed.shown(targets) + " is no object of targets");
    }
    targets.properties().forEach(target -> {
      String pointer = Document.pointer(POINTER + "/targets", target.getKey());
      target(target.getKey(), target.getValue(), pointer).ifPresent(read::add);
    });
    return List.copyOf(read);
  }

  private Optional<Target> target(String name, JsonNode node, String pointer) {
    if (!node.isObject()) {
      problems.add(pointer, Listed.shown(node) + " is no object: use { \"type\": … }");
      return Optional.empty();
    }
    Values values = targetReader.read(node, pointer);
    Optional<TargetType> type = values.get(AlertKeys.TYPE);
    if (type.isEmpty() && !values.refused(AlertKeys.TYPE)) {
      problems.add(pointer, "type is missing: use " + AlertKeys.TYPE.kind().name());
    }
    type.ifPresent(found -> needs(found, values, pointer));
    return type.map(found -> new Target(
        name,
        found,
        values.get(AlertKeys.URL).orElse(Secret.NONE),
        values.get(AlertKeys.CHANNEL),
        values.get(AlertKeys.SECRET).orElse(Secret.NONE)));
  }

  private void needs(TargetType type, Values values, String pointer) {
    switch (type) {
      case MATTERMOST_WEBHOOK, SLACK_WEBHOOK, NTFY -> needs(type, AlertKeys.URL, values, pointer);
      case WEBHOOK -> {
        needs(type, AlertKeys.URL, values, pointer);
        values.get(AlertKeys.SECRET).ifPresent(secret -> checkKey(secret, pointer));
      }
      case MATTERMOST -> needs(type, AlertKeys.CHANNEL, values, pointer);
      case LOG -> {} // the gateway's own log needs no address
    }
  }

  /** What begins like a key of Standard Webhooks must be one. */
  private void checkKey(Secret secret, String pointer) {
    if (secret.value().startsWith(KEY)) {
      try {
        Base64.getDecoder().decode(secret.value().substring(KEY.length()));
      } catch (IllegalArgumentException wrong) {
        problems.add(pointer + "/secret", "what follows " + KEY + " is no Base64");
      }
    }
  }

  private void needs(TargetType type, Key<?> key, Values values, String pointer) {
    if (!values.has(key) && !values.refused(key)) {
      problems.add(pointer, key.path() + " is missing: type " + Kinds.wordFor(type) + " needs it");
    }
  }

  private List<AlertRule> rules(JsonNode rules, Set<String> targets) {
    List<AlertRule> read = new ArrayList<>();
    if (!rules.isArray() && !rules.isMissingNode()) {
      problems.add(POINTER + "/rules", Listed.shown(rules) + " is no list of rules: use [ … ]");
      return List.of();
    }
    for (int index = 0; index < rules.size(); index++) {
      read.add(rule(rules.get(index), POINTER + "/rules/" + index, targets));
    }
    return List.copyOf(read);
  }

  private AlertRule rule(JsonNode node, String pointer, Set<String> targets) {
    if (!node.isObject()) {
      problems.add(pointer, Listed.shown(node) + " is no object: use { \"on\": …, \"to\": … }");
      return new AlertRule(Set.of(), List.of(), true);
    }
    Values values = ruleReader.read(node, pointer);
    List<Key<List<String>>> needed = List.of(AlertKeys.ON, AlertKeys.TO);
    for (Key<List<String>> key : needed) {
      if (values.get(key).orElse(List.of()).isEmpty() && !values.refused(key)) {
        problems.add(pointer, key.path() + " is missing or empty");
      }
    }
    List<String> to = values.get(AlertKeys.TO).orElse(List.of());
    Suggestions suggestions = new Suggestions(targets);
    to.stream()
        .filter(name -> !targets.contains(name))
        .forEach(name -> problems.add(
            pointer + "/to", "no target is called '" + name + "'" + suggestions.didYouMean(name)));
    return new AlertRule(
        new LinkedHashSet<>(values.get(AlertKeys.ON).orElse(List.of())),
        to,
        values.get(AlertKeys.RESOLVED).orElse(true));
  }
}
