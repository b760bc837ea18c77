package kamon.instrumentation.kafka.demo;

import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import kamon.instrumentation.kafka.demo.shop.Orders;
import kamon.instrumentation.kafka.demo.shop.Payments;
import kamon.instrumentation.kafka.demo.shop.Shipping;
import kamon.instrumentation.kafka.testbed.ReportedSpan;

/** Runs the shop until all its orders are shipped, and prints the trace of each. */
final class Demo {
  // Two orders with a request span, one without; two records sent and processed for each.
  private static final int SPANS = 2 * 5 + 4;

  private static final String WHAT_TO_SEE =
      """
      What to look at:
      - Each order is one trace over three services and two topics: the context travels with the records.
      - The gap between a producer.send and the consumer span below it is the record's time in the topic;
        poll is how long the call took that fetched it, waiting for records included.
      - Payments is a Spring Boot application: its listener has no line for tracing.
      - The last order was sent outside of any trace, so its trace starts with producer.send.
      """;

  private final Terminal terminal;
  private final PrintStream out;
  private final Shop shop;

  private Demo(Terminal terminal, Shop shop) {
    this.terminal = terminal;
    this.out = terminal.out();
    this.shop = shop;
  }

  public static void main(String[] args) {
    Terminal terminal = Terminal.current();
    Shop shop = new Shop();
    AtomicBoolean ended = new AtomicBoolean();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> close(shop, terminal, ended)));
    int exitCode = 0;
    try {
      new Demo(terminal, shop).run();
    } catch (RuntimeException | AssertionError e) {
      exitCode = 1;
      report(e, shop, terminal, ended);
    }
    ended.set(true);
    System.exit(exitCode);
  }

  private void run() {
    out.println();
    out.println("kamon-kafka demo: three services, two topics, one trace for each order");
    out.println();
    Settings settings = Settings.of(System.getProperties());
    out.print("Starting a Kafka broker ... ");
    shop.open(settings.port(), List.of("orders", "payments"));
    out.println(shop.bootstrapServers());

    out.print("Starting payments and shipping under " + settings.agent().getFileName() + " ... ");
    String agent = settings.agent().toString();
    shop.start(Payments.class, agent + "=init"); // has no line that starts Kamon
    shop.start(Shipping.class, agent);
    try (ConsumerGroups groups = new ConsumerGroups(shop.bootstrapServers())) {
      List<String> names = List.of("payments", "shipping");
      shop.await("payments and shipping to poll", () -> groups.consume(names));
    }
    out.println("polling");

    out.print("Starting orders, waiting for " + SPANS + " spans ...");
    shop.start(Orders.class, agent);
    List<ReportedSpan> spans = awaitSpans();
    out.println();

    Waterfall waterfall = new Waterfall(terminal);
    for (Trace trace : Trace.of(spans)) {
      out.println();
      waterfall.lines(trace).forEach(out::println);
    }
    out.println();
    out.print(WHAT_TO_SEE);
    out.println();
  }

  private List<ReportedSpan> awaitSpans() {
    AtomicInteger shown = new AtomicInteger();
    shop.await(
        SPANS + " spans",
        () -> {
          int count = shop.spans().size();
          if (shown.getAndSet(count) != count) {
            out.print(" " + count);
          }
          return count >= SPANS;
        });
    return shop.spans();
  }

  private static void report(Throwable failure, Shop shop, Terminal terminal, AtomicBoolean ended) {
    String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    try {
      // Most of what fails because the broker or a service is gone speaks of something else.
      shop.requireAlive();
    } catch (DemoFailure cause) {
      message = cause.getMessage();
    }
    if (ended.compareAndSet(false, true)) {
      terminal.out().println();
      terminal.err().println("The demo failed: " + message);
    }
  }

  // The one place for it: it is on the way of every ending but kill -9, which the processes notice.
  private static void close(Shop shop, Terminal terminal, AtomicBoolean ended) {
    if (ended.compareAndSet(false, true)) {
      terminal.out().println();
      terminal.out().println("Interrupted: stopping the broker and the services.");
    }
    shop.close();
  }
}
