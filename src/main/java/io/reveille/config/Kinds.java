package io.reveille.config;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toUnmodifiableMap;

import com.fasterxml.jackson.databind.node.JsonNodeType;
import io.reveille.core.AwakeHours;
import io.reveille.core.BotId;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The kinds of value that the tables are made of. */
final class Kinds {
  private static final int MAX_PORT = 65_535;
  private static final Pattern HOST =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?|\\[?(?=.*:.*:)[0-9A-Fa-f:.]+\\]?");
  private static final Pattern HOST_SUFFIX = Pattern.compile("([a-z0-9-]+(\\.[a-z0-9-]+)*)?");
  private static final Pattern ROUTE_PREFIX = Pattern.compile("(/[A-Za-z0-9._~-]+)+");
  private static final Pattern HTTP_URL = Pattern.compile("(https?://[^\\s/]+(/\\S*)?)?");
  private static final Pattern ENDPOINT = Pattern.compile("(unix:///\\S+|tcp://[^\\s/]+/?)?");
  private static final Pattern CHANNEL = Pattern.compile("((mattermost|slack):[A-Za-z0-9_-]+)?");
  private static final Pattern REQUEST_PATH = Pattern.compile("/[^\\s#]*");

  static final Kind<String> TEXT = Scalar.text("text", text -> text);
  static final Kind<Optional<String>> OPTIONAL_TEXT =
      Scalar.text("text", text -> text.isEmpty() ? Optional.empty() : Optional.of(text));
  static final Kind<Optional<String>> FILE =
      Scalar.text("file", text -> text.isEmpty() ? Optional.empty() : Optional.of(text));
  static final Kind<Secret> SECRET = new Scalar<>("secret", JsonNodeType.STRING, true, Secret::new);
  static final Kind<Boolean> SWITCH =
      new Scalar<>("true or false", JsonNodeType.BOOLEAN, false, Kinds::truth);
  static final Kind<Duration> DURATION = Scalar.number("duration", Durations::parse);
  static final Kind<Integer> PORT = integer("port", 1, MAX_PORT);
  static final Kind<Integer> LISTEN_PORT = integer("port", 0, MAX_PORT);
  static final Kind<Optional<Integer>> OPTIONAL_PORT = Scalar.number(
      "port", text -> text.isEmpty() ? Optional.empty() : Optional.of(PORT.fromText(text)));
  static final Kind<List<String>> TEXTS = new Listed<>("list of texts", List::copyOf);
  static final Kind<List<String>> PATHS = new Listed<>("list of paths", Kinds::paths);
  static final Kind<Networks> NETWORKS = new Listed<>("list of addresses and ranges", Networks::of);
  static final Kind<Optional<BotId>> BOT_ID =
      Scalar.text("bot ID", text -> text.isEmpty() ? Optional.empty() : Optional.of(botId(text)));
  static final Kind<Set<BotId>> BOT_IDS = new Listed<>("list of bot IDs", Kinds::botIds);
  static final Kind<Optional<AwakeHours>> AWAKE_HOURS = Scalar.text(
      "hours", text -> text.isEmpty() ? Optional.empty() : Optional.of(AwakeHours.parse(text)));
  static final Kind<String> HOST_NAME =
      form("host", HOST, "is no host name or address: leave out scheme and port");
  static final Kind<String> SUFFIX =
      form("host suffix", HOST_SUFFIX, "is no host suffix: use one such as agents.example.org");
  static final Kind<String> PREFIX = form(
      "path",
      ROUTE_PREFIX,
      "is no prefix: begin with a slash, end without one, and use letters, digits, . _ ~ -");
  static final Kind<String> URL =
      form("URL", HTTP_URL, "is no address that begins with http:// or https://");
  static final Kind<String> DOCKER_ENDPOINT =
      form("endpoint", ENDPOINT, "is no endpoint: use unix:///path or tcp://host:port");
  static final Kind<Optional<String>> CHAT_CHANNEL = optional(
      form("channel", CHANNEL, "is no channel: use mattermost:CHANNEL_ID or slack:CHANNEL_ID"));
  static final Kind<Optional<String>> PATH = optional(
      form("path", Pattern.compile("(" + REQUEST_PATH + ")?"), "is no path: begin with a slash"));
  static final Kind<String> STORAGE_URL = Scalar.text("JDBC URL", Kinds::storageUrl);
  // the text of a hook's URL is a secret, so the sentence leaves it out
  static final Kind<Secret> SECRET_URL =
      new Scalar<>("secret URL", JsonNodeType.STRING, true, Kinds::secretUrl);

  private Kinds() {}

  static Kind<Integer> integer(String name, int least, int most) {
    return Scalar.number(name, text -> integer(name, text, least, most));
  }

  /** A duration in bounds; zero is refused unless it lies in them. */
  static Kind<Duration> duration(String least, String most) {
    Duration from = Durations.parse(least);
    Duration to = Durations.parse(most);
    return Scalar.number("duration", text -> {
      Duration duration = Durations.parse(text);
      if (duration.compareTo(from) < 0 || duration.compareTo(to) > 0) {
        throw new IllegalArgumentException(
            "'" + text + "' is out of bounds: use " + least + " to " + most);
      }
      return duration;
    });
  }

  /** One of a few words: the names of an enum, in lower case and with hyphens. */
  static <E extends Enum<E>> Kind<E> word(Class<E> type) {
    Map<String, E> words = Arrays.stream(type.getEnumConstants())
        .collect(toUnmodifiableMap(Kinds::wordFor, constant -> constant));
    String choice =
        Arrays.stream(type.getEnumConstants()).map(Kinds::wordFor).collect(joining(", "));
    return Scalar.text(
        "one of " + choice,
        text -> Optional.ofNullable(words.get(text.toLowerCase(Locale.ROOT)))
            .orElseThrow(() ->
                new IllegalArgumentException("'" + text + "' is unknown: use one of " + choice)));
  }

  static String wordFor(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Kind<String> form(String name, Pattern pattern, String otherwise) {
    return Scalar.text(name, text -> {
      if (!pattern.matcher(text).matches()) {
        throw new IllegalArgumentException("'" + text + "' " + otherwise);
      }
      return text;
    });
  }

  private static Kind<Optional<String>> optional(Kind<String> kind) {
    Function<String, Optional<String>> reader =
        text -> Optional.of(kind.fromText(text)).filter(read -> !read.isEmpty());
    return Scalar.text(kind.name(), reader);
  }

  private static int integer(String name, String text, int least, int most) {
    try {
      int number = Integer.parseInt(text.strip());
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException wrong) {
      throw new IllegalArgumentException(
          "'" + text + "' is no " + name + ": use " + range(least, most), wrong);
    }
    throw new IllegalArgumentException(
        "'" + text + "' is no " + name + ": use " + range(least, most));
  }

  private static String range(int least, int most) {
    return least == most ? String.valueOf(least) : least + " to " + most;
  }

  private static boolean truth(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("'" + text + "' is not true or false");
    };
  }

  private static List<String> paths(List<String> words) {
    for (String word : words) {
      if (!REQUEST_PATH.matcher(word).matches()) {
        throw new IllegalArgumentException("'" + word + "' is no path: begin with a slash");
      }
    }
    return List.copyOf(words);
  }

  private static Set<BotId> botIds(List<String> words) {
    return words.stream().map(Kinds::botId).collect(toCollection(LinkedHashSet::new));
  }

  private static BotId botId(String text) {
    return new BotId(text.toLowerCase(Locale.ROOT));
  }

  private static String storageUrl(String text) {
    if (text.startsWith("jdbc:sqlite:") && text.length() > "jdbc:sqlite:".length()) {
      return text;
    }
    // another database's URL may hold a password, so only its beginning is shown
    String shown = text.split("[/@?]", 2)[0];
    throw new IllegalArgumentException(
        shown.startsWith("jdbc:")
            ? "'" + shown + "' is not supported yet: use jdbc:sqlite:FILE"
            : "'" + shown + "' is no JDBC URL: use jdbc:sqlite:FILE");
  }

  private static Secret secretUrl(String text) {
    if (!HTTP_URL.matcher(text).matches()) {
      throw new IllegalArgumentException("the value begins with neither http:// nor https://");
    }
    return new Secret(text);
  }
}
