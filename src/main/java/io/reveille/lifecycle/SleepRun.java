package io.reveille.lifecycle;

import io.reveille.core.AgentRuntime.Outcome;
import io.reveille.core.Intent;
import io.reveille.core.Operation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One pause or stop, in the order that keeps it safe. The gate has been closed before this begins. Then: is anybody
 * inside? Is the intent written down durably? Has anybody come meanwhile? Only then the operation, and what is so
 * afterwards decides.
 */
final class SleepRun {
  private static final Logger LOG = LoggerFactory.getLogger(SleepRun.class);

  private final AgentKeeper keeper;
  private final Operation operation;
  private final boolean force;
  private final int version;
  private final String step;

  /** @param force an operator wants it whether or not anybody is inside, or nobody can be */
  SleepRun(AgentKeeper keeper, Operation operation, boolean force) {
    this.keeper = keeper;
    this.operation = operation;
    this.force = force;
    this.version = keeper.version();
    this.step = keeper.step();
  }

  void begin() {
    if (!force && keeper.gate().inFlight() > 0) {
      keeper.endings().staysAwake();
    } else {
      // a start that was overtaken is still under way: what it makes is what has to be stopped
      keeper.hands().free().onSuccess(free -> intend());
    }
  }

  private void intend() {
    if (isOvertaken()) {
      return;
    }
    Intent intent = new Intent(
        keeper.id(),
        operation,
        keeper.witness().last().generation(),
        keeper.ports().timers().wall());
    keeper.chronicle().intend(intent).onSuccess(written -> act(intent)).onFailure(this::refuse);
  }

  private void refuse(Throwable fault) {
    LOG.atError()
        .addKeyValue("sleep", step)
        .setCause(fault)
        .log("{} is not put to sleep: its intent cannot be written down", keeper.id());
    if (!isOvertaken()) {
      keeper.endings().staysAwake();
    }
  }

  private void act(Intent intent) {
    if (isOvertaken()) {
      return;
    }
    boolean another = !keeper.witness().last().generation().equals(intent.generation());
    if (another || (!force && keeper.isWanted() && !keeper.order().forbidsWake())) {
      keeper
          .endings()
          .staysAwake(); // nothing has been done yet, so whoever came need not wait for it
      return;
    }
    if (operation == Operation.STOP) {
      keeper.witness().asked(intent);
    }
    keeper
        .hands()
        .perform(operation, () -> keeper.witness().last())
        .onSuccess(outcome -> done(intent, outcome));
  }

  private void done(Intent intent, Outcome outcome) {
    if (!outcome.problem().isEmpty()) {
      LOG.atWarn()
          .addKeyValue("sleep", step)
          .log(
              "{}: {} did not go as it should: {}",
              keeper.id(),
              operation.word(),
              outcome.problem());
    }
    if (isOvertaken()) {
      keeper.witness().acceptEnd(outcome.sighting(), intent);
    } else {
      keeper.endings().settleAs(outcome.sighting(), keeper.witness()::askedNoMore);
    }
  }

  private boolean isOvertaken() {
    return keeper.version() != version;
  }
}
