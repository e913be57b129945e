package io.reveille.testing;

import io.reveille.core.AgentGate;
import io.reveille.core.AgentView;
import io.reveille.core.BotId;
import io.reveille.core.Gates;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Gates without a data plane: the test says who is inside. */
public final class FakeGates implements Gates {
  private final Map<BotId, FakeGate> gates = new HashMap<>();
  private final List<String> log;

  public FakeGates(List<String> log) {
    this.log = log;
  }

  /** One gate, of which everything can be set. */
  public static final class FakeGate implements AgentGate {
    private final List<String> log;
    public AgentView view;
    public int inFlight;
    public long lastActivity = Long.MIN_VALUE;

    FakeGate(AgentView view, List<String> log) {
      this.view = view;
      this.log = log;
    }

    @Override
    public void show(AgentView shown) {
      view = shown;
      log.add("show " + shown.state().word());
    }

    @Override
    public int inFlight() {
      log.add("count");
      return inFlight;
    }

    @Override
    public int held() {
      return 0;
    }

    @Override
    public long lastActivityNanos() {
      return lastActivity;
    }
  }

  @Override
  public AgentGate install(AgentView view) {
    FakeGate gate = new FakeGate(view, log);
    gates.put(view.id(), gate);
    return gate;
  }

  @Override
  public void remove(BotId agent) {
    gates.remove(agent);
  }

  public FakeGate of(BotId agent) {
    return Objects.requireNonNull(gates.get(agent));
  }
}
