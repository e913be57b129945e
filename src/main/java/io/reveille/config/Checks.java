package io.reveille.config;

import io.reveille.config.GatewayConfig.Alerts;
import io.reveille.config.GatewayConfig.Alerts.TargetType;
import java.util.Locale;

/** What no value shows by itself: values that do not go together. Nothing is concluded from refused ones. */
final class Checks {
  private final Layers layers;
  private final Problems problems;

  Checks(Layers layers, Problems problems) {
    this.layers = layers;
    this.problems = problems;
  }

  void check(Alerts alerts) {
    checkAdminToken();
    checkPorts();
    checkReadToken();
    checkBackoff();
    checkMattermost();
    checkTargets(alerts);
  }

  private void checkAdminToken() {
    if (fine(Keys.ADMIN_TOKEN)
        && fine(Keys.ADMIN_HOST)
        && !layers.of(Keys.ADMIN_TOKEN).isSet()
        && !isLoopback(layers.of(Keys.ADMIN_HOST))) {
      problems.add(
          layers.where(Keys.ADMIN_TOKEN),
          "is needed because admin.host is " + layers.of(Keys.ADMIN_HOST) + ", not loopback");
    }
  }

  private void checkReadToken() {
    boolean alone =
        layers.of(Keys.ADMIN_READ_TOKEN).isSet() && !layers.of(Keys.ADMIN_TOKEN).isSet();
    if (fine(Keys.ADMIN_TOKEN) && fine(Keys.ADMIN_READ_TOKEN) && alone) {
      problems.add(
          layers.where(Keys.ADMIN_READ_TOKEN),
          "keeps nobody out without admin.token: set that as well");
    }
    if (layers.of(Keys.ADMIN_READ_TOKEN).isSet()
        && layers.of(Keys.ADMIN_READ_TOKEN).equals(layers.of(Keys.ADMIN_TOKEN))) {
      problems.add(layers.where(Keys.ADMIN_READ_TOKEN), "is the same as admin.token");
    }
  }

  // no look-up of names: a name server must not decide whether the API is open
  private static boolean isLoopback(String host) {
    String plain = host.toLowerCase(Locale.ROOT).replaceAll("[\\[\\]]", "");
    return plain.equals("localhost")
        || plain.matches("127(\\.\\d{1,3}){3}")
        || plain.matches("(0{0,4}:){2,7}0{0,3}1");
  }

  private void checkPorts() {
    int port = layers.of(Keys.ADMIN_PORT);
    if (fine(Keys.ADMIN_PORT)
        && fine(Keys.SERVER_PORT)
        && port != 0
        && port == layers.of(Keys.SERVER_PORT)) {
      problems.add(layers.where(Keys.ADMIN_PORT), port + " is the port of server.port already");
    }
  }

  private void checkBackoff() {
    if (fine(Keys.BACKOFF)
        && fine(Keys.BACKOFF_MAX)
        && layers.of(Keys.BACKOFF_MAX).compareTo(layers.of(Keys.BACKOFF)) < 0) {
      problems.add(
          layers.where(Keys.BACKOFF_MAX),
          Durations.show(layers.of(Keys.BACKOFF_MAX)) + " is less than " + Keys.BACKOFF.path()
              + ", " + Durations.show(layers.of(Keys.BACKOFF)));
    }
  }

  private void checkMattermost() {
    boolean url = !layers.of(Keys.MATTERMOST_URL).isEmpty();
    boolean token = layers.of(Keys.MATTERMOST_TOKEN).isSet();
    if (fine(Keys.MATTERMOST_URL) && fine(Keys.MATTERMOST_TOKEN) && url != token) {
      Key<?> missing = url ? Keys.MATTERMOST_TOKEN : Keys.MATTERMOST_URL;
      Key<?> present = url ? Keys.MATTERMOST_URL : Keys.MATTERMOST_TOKEN;
      problems.add(missing.pointer(), "is missing, but " + present.path() + " is set");
    }
  }

  private void checkTargets(Alerts alerts) {
    if (layers.of(Keys.MATTERMOST_URL).isEmpty() && fine(Keys.MATTERMOST_URL)) {
      alerts.targets().stream()
          .filter(target -> target.type() == TargetType.MATTERMOST)
          .forEach(target -> problems.add(
              "/alerts/targets/" + target.name(),
              "type mattermost posts as the bot of chat.mattermost, which has no url"));
    }
  }

  private boolean fine(Key<?> key) {
    return !layers.refused(key);
  }
}
