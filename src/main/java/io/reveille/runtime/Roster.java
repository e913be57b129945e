package io.reveille.runtime;

import io.reveille.core.BotId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The containers that want to be agents, by the newest that is known of each, and which one stands for a bot. */
final class Roster {
  /** An inspection that was under way when a container was removed may still come; not much later, though. */
  private static final int REMEMBERED = 1000;

  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final Map<BotId, String> current = new HashMap<>();

  private final Set<String> removed = new LinkedHashSet<>();

  private record Entry(ContainerFacts facts, BotId bot, boolean byFile) {}

  /**
   * Takes in what an inspection said, unless something newer is known.
   *
   * @return the bots that this may change something for
   */
  Set<BotId> note(ContainerFacts facts, Claim claim) {
    Entry before = entries.get(facts.id());
    Set<BotId> touched = new TreeSet<>();
    boolean outdated = before != null && before.facts().takenAt() > facts.takenAt();
    if (outdated || removed.contains(facts.id())) {
      return touched;
    }
    if (before != null) {
      touched.add(before.bot());
    }
    claim
        .bot()
        .ifPresentOrElse(
            bot -> {
              entries.put(facts.id(), new Entry(facts, bot, claim.byFile()));
              touched.add(bot);
            },
            () -> entries.remove(facts.id()));
    return touched;
  }

  /** Takes in news of a container that is known, and still is for whom it was, unless something newer is known. */
  void renew(ContainerFacts facts) {
    entries.computeIfPresent(
        facts.id(),
        (id, known) -> known.facts().takenAt() > facts.takenAt()
            ? known
            : new Entry(facts, known.bot(), known.byFile()));
  }

  /** The bot that the container stood or wanted to stand for. */
  Optional<BotId> forget(String container) {
    return Optional.ofNullable(entries.remove(container)).map(Entry::bot);
  }

  /** The same for good: no ID is ever given twice. */
  Optional<BotId> bury(String container) {
    removed.add(container);
    if (removed.size() > REMEMBERED) {
      removed.remove(removed.iterator().next());
    }
    return forget(container);
  }

  /** Drops all that a list of {@code asked} did not find. */
  void keepOnly(Set<String> found, long asked) {
    entries
        .values()
        .removeIf(entry -> !found.contains(entry.facts().id()) && entry.facts().takenAt() < asked);
  }

  Optional<ContainerFacts> facts(String nameOrId) {
    Entry byId = entries.get(nameOrId);
    return byId != null
        ? Optional.of(byId.facts())
        : entries.values().stream()
            .map(Entry::facts)
            .filter(facts -> facts.name().equals(nameOrId))
            .findFirst();
  }

  Set<BotId> bots() {
    Set<BotId> all = new TreeSet<>();
    entries.values().forEach(entry -> all.add(entry.bot()));
    return all;
  }

  /** The container that stood for the bot when {@link #elect} was last asked. */
  Optional<String> current(BotId bot) {
    return Optional.ofNullable(current.get(bot));
  }

  /**
   * The container that stands for the bot: the one that the file names, else one that lives, else the one that
   * stood for it before (a sleeping agent must not lose its place), else the newest.
   */
  Optional<ContainerFacts> elect(BotId bot) {
    Optional<ContainerFacts> elected = claims(bot)
        .max(Comparator.comparing(Entry::byFile)
            .thenComparing(entry -> entry.facts().lives())
            .thenComparing(
                entry -> current(bot).filter(entry.facts().id()::equals).isPresent())
            .thenComparing(entry -> entry.facts().created())
            .thenComparing(entry -> entry.facts().id()))
        .map(Entry::facts);
    elected.ifPresentOrElse(facts -> current.put(bot, facts.id()), () -> current.remove(bot));
    return elected;
  }

  /** Others that claim the bot. One that never ran is a recreation under way (F22) and does not count. */
  List<ContainerFacts> rivals(BotId bot) {
    Optional<String> elected = elect(bot).map(ContainerFacts::id);
    return claims(bot)
        .map(Entry::facts)
        .filter(facts -> elected.filter(facts.id()::equals).isEmpty())
        .filter(facts -> !facts.startedAt().isEmpty())
        .toList();
  }

  Set<String> ids() {
    return new HashSet<>(entries.keySet());
  }

  private Stream<Entry> claims(BotId bot) {
    return entries.values().stream().filter(entry -> entry.bot().equals(bot));
  }
}
