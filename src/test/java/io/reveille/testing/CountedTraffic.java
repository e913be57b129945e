package io.reveille.testing;

import io.reveille.core.BotId;
import io.reveille.core.Traffic;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what the data plane tells of its requests: {@code lal 200}, {@code lal held forwarded}. */
public final class CountedTraffic implements Traffic {
  public final List<String> told = new CopyOnWriteArrayList<>();

  @Override
  public Counter of(BotId agent) {
    return new Named(agent.value());
  }

  @Override
  public Counter elsewhere() {
    return new Named("elsewhere");
  }

  private final class Named implements Counter {
    private final String name;

    Named(String name) {
      this.name = name;
    }

    @Override
    public void ended(int status, long tookNanos) {
      told.add(name + " " + status);
    }

    @Override
    public void held(HoldEnd end, long tookNanos) {
      told.add(name + " held " + end.word());
    }
  }
}
