package io.reveille.bus;

import io.reveille.bus.GatewayMessage.Act;
import io.reveille.bus.GatewayMessage.ActReply;
import io.reveille.bus.GatewayMessage.AgentEvent;
import io.reveille.bus.GatewayMessage.CheckUp;
import io.reveille.bus.GatewayMessage.Condition;
import io.reveille.bus.GatewayMessage.CountUp;
import io.reveille.bus.GatewayMessage.Counted;
import io.reveille.bus.GatewayMessage.Find;
import io.reveille.bus.GatewayMessage.FindTroubles;
import io.reveille.bus.GatewayMessage.FleetHistory;
import io.reveille.bus.GatewayMessage.Found;
import io.reveille.bus.GatewayMessage.Held;
import io.reveille.bus.GatewayMessage.History;
import io.reveille.bus.GatewayMessage.HistoryPage;
import io.reveille.bus.GatewayMessage.LogLines;
import io.reveille.bus.GatewayMessage.Logs;
import io.reveille.bus.GatewayMessage.Past;
import io.reveille.bus.GatewayMessage.PastFound;
import io.reveille.bus.GatewayMessage.Recorded;
import io.reveille.bus.GatewayMessage.Scrape;
import io.reveille.bus.GatewayMessage.Scraped;
import io.reveille.bus.GatewayMessage.SetKeep;
import io.reveille.bus.GatewayMessage.TestAlert;
import io.reveille.bus.GatewayMessage.TestReport;
import io.reveille.bus.GatewayMessage.TroublesFound;
import io.reveille.bus.GatewayMessage.Wake;
import io.reveille.bus.GatewayMessage.WakeReply;
import io.reveille.core.Subscription;
import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The event bus in the gateway's own words: no address and no codec is visible outside this package. */
public final class GatewayBus {
  private static final Logger LOG = LoggerFactory.getLogger(GatewayBus.class);
  private static final String WAKE = "reveille.command.wake";
  private static final String ACT = "reveille.command.act";
  private static final String KEEP = "reveille.command.keep";
  private static final String FLEET_HISTORY = "reveille.query.fleet-history";
  private static final String COUNT_UP = "reveille.query.count-up";
  private static final String FIND = "reveille.query.find";
  private static final String HISTORY = "reveille.query.history";
  private static final String LOGS = "reveille.query.logs";
  private static final String CHECK_UP = "reveille.query.check-up";
  private static final String PAST = "reveille.query.past";
  private static final String TROUBLES = "reveille.query.troubles";
  private static final String RECORDED = "reveille.note.recorded";
  private static final String HELD = "reveille.note.held";
  private static final String SCRAPE = "reveille.query.scrape";
  private static final String TEST_ALERT = "reveille.command.test-alert";
  private static final String EVENTS = "reveille.events";
  private static final Duration PATIENCE_FOR_LOGS = Duration.ofSeconds(15);
  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final Duration CHAT_LIMIT = Duration.ofSeconds(5);
  private static final int FAULT = 500;

  private final EventBus bus;

  public GatewayBus(EventBus bus) {
    this.bus = bus;
  }

  /** Once per process, before the first message. */
  public GatewayBus registerCodecs() {
    List.of(
            Wake.class,
            WakeReply.class,
            Act.class,
            ActReply.class,
            SetKeep.class,
            FleetHistory.class,
            CountUp.class,
            Counted.class,
            Find.class,
            Found.class,
            History.class,
            HistoryPage.class,
            Logs.class,
            LogLines.class,
            CheckUp.class,
            Condition.class,
            Held.class,
            Scrape.class,
            Scraped.class,
            TestAlert.class,
            TestReport.class,
            FindTroubles.class,
            TroublesFound.class,
            Past.class,
            PastFound.class,
            Recorded.class,
            AgentEvent.class)
        .forEach(this::register);
    return this;
  }

  private <M extends GatewayMessage> void register(Class<M> type) {
    bus.registerDefaultCodec(type, new LocalCodec<>(type));
  }

  public Future<WakeReply> wake(Wake command) {
    return ask(WAKE, command, command.patience());
  }

  public Future<Subscription> onWake(Function<Wake, Future<WakeReply>> handler) {
    return answer(WAKE, handler);
  }

  public Future<ActReply> act(Act command) {
    return ask(ACT, command, command.patience());
  }

  public Future<Subscription> onAct(Function<Act, Future<ActReply>> handler) {
    return answer(ACT, handler);
  }

  public Future<ActReply> keep(SetKeep command) {
    return ask(KEEP, command, Duration.ZERO);
  }

  public Future<Subscription> onKeep(Function<SetKeep, Future<ActReply>> handler) {
    return answer(KEEP, handler);
  }

  public Future<HistoryPage> fleetHistory(FleetHistory query) {
    return ask(FLEET_HISTORY, query, Duration.ZERO);
  }

  public Future<Subscription> onFleetHistory(Function<FleetHistory, Future<HistoryPage>> handler) {
    return answer(FLEET_HISTORY, handler);
  }

  public Future<Counted> countUp(CountUp query) {
    return ask(COUNT_UP, query, Duration.ZERO);
  }

  public Future<Subscription> onCountUp(Function<CountUp, Future<Counted>> handler) {
    return answer(COUNT_UP, handler);
  }

  public Future<Found> find(Find query) {
    return ask(FIND, query, Duration.ZERO);
  }

  public Future<Subscription> onFind(Function<Find, Future<Found>> handler) {
    return answer(FIND, handler);
  }

  public Future<HistoryPage> history(History query) {
    return ask(HISTORY, query, Duration.ZERO);
  }

  public Future<Subscription> onHistory(Function<History, Future<HistoryPage>> handler) {
    return answer(HISTORY, handler);
  }

  public Future<LogLines> logs(Logs query) {
    return ask(LOGS, query, PATIENCE_FOR_LOGS);
  }

  public Future<Subscription> onLogs(Function<Logs, Future<LogLines>> handler) {
    return answer(LOGS, handler);
  }

  public Future<Condition> checkUp() {
    return ask(CHECK_UP, new CheckUp(), Duration.ZERO);
  }

  public Future<Subscription> onCheckUp(Function<CheckUp, Future<Condition>> handler) {
    return answer(CHECK_UP, handler);
  }

  public Future<Scraped> scrape(Scrape query) {
    return ask(SCRAPE, query, Duration.ZERO);
  }

  public Future<Subscription> onScrape(Function<Scrape, Future<Scraped>> handler) {
    return answer(SCRAPE, handler);
  }

  public Future<TestReport> testAlert(TestAlert command) {
    return ask(TEST_ALERT, command, CHAT_LIMIT);
  }

  public Future<Subscription> onTestAlert(Function<TestAlert, Future<TestReport>> handler) {
    return answer(TEST_ALERT, handler);
  }

  public Future<TroublesFound> troubles(FindTroubles query) {
    return ask(TROUBLES, query, Duration.ZERO);
  }

  public Future<Subscription> onTroubles(Function<FindTroubles, Future<TroublesFound>> handler) {
    return answer(TROUBLES, handler);
  }

  public Future<PastFound> past(Past query) {
    return ask(PAST, query, Duration.ZERO);
  }

  public Future<Subscription> onPast(Function<Past, Future<PastFound>> handler) {
    return answer(PAST, handler);
  }

  public void publish(Recorded events) {
    bus.publish(RECORDED, events);
  }

  public Future<Subscription> onRecorded(Consumer<Recorded> handler) {
    return consume(RECORDED, (Message<Recorded> message) -> handler.accept(message.body()));
  }

  /** To everybody who listens to this kind of event, and to everybody who listens to all. */
  public void publish(AgentEvent event) {
    bus.publish("reveille." + event.name(), event);
    bus.publish(EVENTS, event);
  }

  public Future<Subscription> onEvent(Consumer<AgentEvent> handler) {
    return consume(EVENTS, (Message<AgentEvent> message) -> handler.accept(message.body()));
  }

  public void publish(Held held) {
    bus.publish(HELD, held);
  }

  public Future<Subscription> onHeld(Consumer<Held> handler) {
    return consume(HELD, (Message<Held> message) -> handler.accept(message.body()));
  }

  private <Q, A> Future<A> ask(String address, Q question, Duration patience) {
    DeliveryOptions within =
        new DeliveryOptions().setSendTimeout(patience.plus(GRACE).toMillis());
    return bus.<A>request(address, question, within).map(Message::body);
  }

  private <Q, A> Future<Subscription> answer(String address, Function<Q, Future<A>> handler) {
    return consume(
        address,
        (Message<Q> message) -> Future.succeededFuture(message.body())
            .compose(handler) // a handler that throws inside compose still answers
            .onSuccess(message::reply)
            .onFailure(fault -> fail(message, fault)));
  }

  private <M> Future<Subscription> consume(String address, Consumer<Message<M>> handler) {
    MessageConsumer<M> consumer = bus.consumer(address, handler::accept);
    return consumer.completion().map(registered -> consumer::unregister);
  }

  private static void fail(Message<?> message, Throwable fault) {
    LOG.error("No answer to {}", message.body(), fault);
    message.fail(FAULT, String.valueOf(fault.getMessage()));
  }
}
