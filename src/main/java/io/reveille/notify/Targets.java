package io.reveille.notify;

import io.reveille.config.GatewayConfig;
import io.reveille.config.GatewayConfig.Chat;
import io.reveille.config.Secret;
import io.reveille.core.Letter;
import io.reveille.core.Timers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Function;

/** Makes targets of the configuration. */
record Targets(Courier courier, Timers timers, LastLines lines) {
  Target of(GatewayConfig.Alerts.Target target, Chat chat) {
    return lines.under(bare(target, chat));
  }

  private Target bare(GatewayConfig.Alerts.Target target, Chat chat) {
    Secret url = target.url();
    Secret secret = target.secret();
    return switch (target.type()) {
      case LOG -> new LogTarget();
      case MATTERMOST_WEBHOOK ->
        http(Redaction.of(url), letter -> ChatForms.mattermostHook(url.value(), letter.alert()));
      case MATTERMOST ->
        http(
            Redaction.of(Secret.NONE, chat.mattermost().token()),
            letter -> ChatForms.mattermostPost(
                chat.mattermost().url(),
                chat.mattermost().token().value(),
                target.channel().orElse(""),
                letter.alert()));
      case SLACK_WEBHOOK ->
        http(Redaction.of(url), letter -> ChatForms.slackHook(url.value(), letter.alert()));
      case WEBHOOK -> http(Redaction.of(url, secret), new Webhook(url, secret, timers)::form);
      case NTFY -> {
        NtfyTopic topic = new NtfyTopic(url, secret);
        yield http(Redaction.of(url, secret), letter -> topic.form(letter.alert()));
      }
    };
  }

  private Target http(Redaction redaction, Function<Letter, Parcel> form) {
    return new HttpTarget(courier, redaction, form);
  }

  /** A fingerprint of all that decides where an alert goes; no secret can be read from it. */
  static String setting(GatewayConfig.Alerts.Target target, Chat chat) {
    String facts = String.join(
        "\n",
        target.type().name(),
        target.url().value(),
        target.channel().orElse(""),
        target.secret().value(),
        chat.mattermost().url(),
        chat.mattermost().token().value());
    try {
      byte[] sum =
          MessageDigest.getInstance("SHA-256").digest(facts.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(sum);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("SHA-256 is part of every Java", impossible);
    }
  }
}
