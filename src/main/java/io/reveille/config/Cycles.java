package io.reveille.config;

import io.reveille.core.BotId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds agents that wait for one another in a circle. */
final class Cycles {
  private Cycles() {}

  /** Each circle once, with its first agent again at its end. */
  static List<List<BotId>> in(Map<BotId, Set<BotId>> dependencies) {
    List<List<BotId>> cycles = new ArrayList<>();
    Set<BotId> done = new LinkedHashSet<>();
    for (BotId agent : dependencies.keySet()) {
      walk(agent, dependencies, done, cycles);
    }
    return cycles;
  }

  /** Depth first without recursion: a chain may be as long as there are agents. */
  private static void walk(
      BotId start, Map<BotId, Set<BotId>> dependencies, Set<BotId> done, List<List<BotId>> cycles) {
    Map<BotId, List<BotId>> path = new LinkedHashMap<>();
    List<BotId> stack = new ArrayList<>();
    push(start, dependencies, path, stack, done);
    while (!stack.isEmpty()) {
      BotId top = stack.get(stack.size() - 1);
      List<BotId> open = path.getOrDefault(top, List.of());
      if (open.isEmpty()) {
        stack.remove(stack.size() - 1);
        path.remove(top);
        continue;
      }
      BotId next = open.remove(open.size() - 1);
      if (path.containsKey(next)) {
        List<BotId> cycle = new ArrayList<>(stack.subList(stack.indexOf(next), stack.size()));
        cycle.add(next);
        cycles.add(cycle);
      } else {
        push(next, dependencies, path, stack, done);
      }
    }
  }

  private static void push(
      BotId agent,
      Map<BotId, Set<BotId>> dependencies,
      Map<BotId, List<BotId>> path,
      List<BotId> stack,
      Set<BotId> done) {
    if (done.add(agent)) {
      path.put(agent, new ArrayList<>(dependencies.getOrDefault(agent, Set.of())));
      stack.add(agent);
    }
  }
}
