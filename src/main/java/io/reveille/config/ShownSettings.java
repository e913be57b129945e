package io.reveille.config;

import io.reveille.config.GatewayConfig.Alerts;
import io.reveille.config.LoadedConfig.Origin;
import io.reveille.config.LoadedConfig.Setting;
import io.reveille.core.AlertRule;
import io.reveille.core.BotId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All that is set or can be, one by one, for showing and comparing. */
record ShownSettings(Layers layers, ReadFiles content, GatewayConfig config) {

  List<Setting> all(Map<BotId, Values> agents) {
    List<Setting> settings = new ArrayList<>();
    Keys.TABLE
        .keys()
        .forEach(key -> settings.add(new Setting(key.path(), valueOf(key), layers.origin(key))));
    Alerts alerts = config.alerts();
    Map<String, Object> targets = new LinkedHashMap<>();
    alerts.targets().forEach(target -> targets.put(target.name(), shown(target)));
    settings.add(new Setting(Keys.TARGETS, targets, originOf(targets.isEmpty())));
    List<Map<String, Object>> rules =
        alerts.rules().stream().map(ShownSettings::shown).toList();
    settings.add(new Setting(Keys.RULES, rules, originOf(rules.isEmpty())));
    agents.forEach((agent, entry) ->
        settings.add(new Setting(Keys.AGENTS + "." + agent, entry.all(), Origin.FILE)));
    return List.copyOf(settings);
  }

  /** They stand nowhere but in the file. */
  private static Origin originOf(boolean empty) {
    return empty ? Origin.BUILT_IN : Origin.FILE;
  }

  private Object valueOf(Key<?> key) {
    return content
        .shown(key, layers)
        .orElseGet(() -> key.equals(Keys.ENDPOINT) ? config.docker().endpoint() : layers.of(key));
  }

  private static Map<String, Object> shown(Alerts.Target target) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put(AlertKeys.TYPE.path(), target.type());
    if (target.url().isSet()) {
      shown.put(AlertKeys.URL.path(), target.url());
    }
    target.channel().ifPresent(channel -> shown.put(AlertKeys.CHANNEL.path(), channel));
    if (target.secret().isSet()) {
      shown.put(AlertKeys.SECRET.path(), target.secret());
    }
    return shown;
  }

  private static Map<String, Object> shown(AlertRule rule) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put(AlertKeys.ON.path(), rule.on());
    shown.put(AlertKeys.TO.path(), rule.to());
    shown.put(AlertKeys.RESOLVED.path(), rule.resolved());
    return shown;
  }
}
