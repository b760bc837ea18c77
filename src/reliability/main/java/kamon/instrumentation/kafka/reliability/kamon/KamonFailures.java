package kamon.instrumentation.kafka.reliability.kamon;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import kamon.Kamon;
import kamon.context.Context;
import kamon.instrumentation.kafka.reliability.own.Faults;
import kamon.instrumentation.kafka.testbed.SpanLifecycle;
import kamon.tag.TagSet;
import org.slf4j.LoggerFactory;

/** One exchange after the other, each with something of Kamon's broken; prints what was seen. */
public final class KamonFailures {
  private static final Config DEFAULTS = ConfigFactory.load();
  private static final String COUNTED =
      """
      kamon.trace.hooks {
        pre-start = ["kamon.instrumentation.kafka.testbed.SpanLifecycle$Started"]
        pre-finish = ["kamon.instrumentation.kafka.testbed.SpanLifecycle$Finished"]
      }
      """;
  private static final List<String> LINES = Collections.synchronizedList(new ArrayList<>());

  private final Exchange exchange;
  private final String sampler;

  private KamonFailures(Exchange exchange, String sampler) {
    this.exchange = exchange;
    this.sampler = sampler;
  }

  public static void main(String[] args) throws Exception {
    boolean control = args[2].equals("control");
    int every = Integer.parseInt(args[3]);
    watchLog();
    Kamon.initWithoutAttaching(
        ConfigFactory.parseString("kamon.trace.tick-interval = 10 ms").withFallback(DEFAULTS));
    try (Exchange exchange =
        new Exchange(args[0], args[1], control ? new Helper.None() : new Helper.Ours())) {
      for (String sampler : List.of("always", "never")) {
        KamonFailures failures = new KamonFailures(exchange, sampler);
        if (control) {
          failures.run(new Scenarios.Scenario("control", "", "null"), Context.Empty());
        } else {
          failures.all(every);
        }
      }
      System.out.println("end");
    }
    System.out.println("done");
    System.out.flush();
    Runtime.getRuntime().halt(0); // threads of broken reporters may never end
  }

  private static void watchLog() {
    AppenderBase<ILoggingEvent> appender =
        new AppenderBase<>() {
          @Override
          protected void append(ILoggingEvent event) {
            if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
              LINES.add(event.getFormattedMessage());
            }
          }
        };
    appender.start();
    ((Logger) LoggerFactory.getLogger("kamon.instrumentation.kafka")).addAppender(appender);
    ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.OFF);
    ((Logger) LoggerFactory.getLogger("kamon.instrumentation.kafka")).setLevel(Level.WARN);
  }

  private void all(int every) throws Exception {
    int number = 0;
    for (Scenarios.Scenario scenario : Scenarios.all(settings())) {
      boolean ofSetting = scenario.name().startsWith("kamon.instrumentation.kafka.client.");
      if (!ofSetting || number++ % every == 0) {
        run(scenario, Context.Empty());
      }
    }
    unresolved();
    contexts();
    storage();
    reporters();
    heldPropagators();
    endlessPropagator();
  }

  /** Who waits within a propagator keeps nobody else from anything, and can be interrupted. */
  private void heldPropagators() throws Exception {
    for (Class<?> type : List.of(Held.OurPropagator.class, Held.KamonsPropagator.class)) {
      for (String kind : List.of("kept", "undeclared")) {
        String config =
            "kamon.instrumentation.kafka.client.tracing.propagator = \"" + type.getName() + "\"";
        String name = "propagator blocks: " + type.getSimpleName() + " " + kind;
        run(new Scenarios.Scenario(name, config, kind), Context.Empty(), Held.all(exchange));
      }
    }
  }

  /** All keys of ours that have a value. */
  private static List<String> settings() {
    Config ours = DEFAULTS.getConfig("kamon.instrumentation.kafka.client");
    return ours.entrySet().stream()
        .map(entry -> "kamon.instrumentation.kafka.client." + entry.getKey())
        .sorted()
        .toList();
  }

  private void run(Scenarios.Scenario scenario, Context context) throws Exception {
    run(scenario, context, List.of());
  }

  private void run(Scenarios.Scenario scenario, Context context, List<Held> held) throws Exception {
    Config config = ConfigFactory.parseString(scenario.config());
    // Where nothing looks at spans, those of unsampled traces are not made.
    boolean counted = sampler.equals("always") && !scenario.config().contains("hooks");
    if (counted) {
      config = config.withFallback(ConfigFactory.parseString(COUNTED));
    }
    config =
        config
            .withFallback(ConfigFactory.parseString("kamon.trace.sampler = " + sampler))
            .withFallback(DEFAULTS);
    run(scenario.name(), config, scenario.kind(), context, held);
  }

  private void run(String name, Config config, String kind, Context context, List<Held> held)
      throws Exception {
    System.setProperty(Broken.KIND, kind);
    reconfigure(config);
    SpanLifecycle.reset();
    LINES.clear();
    String seen;
    try {
      for (Held each : held) {
        each.hold();
      }
      seen = exchange.run(context);
      if (!held.isEmpty()) {
        reconfigure(ConfigFactory.parseString("another = 1").withFallback(config));
        String then = exchange.run(context);
        seen = then.equals(seen) ? seen : seen + ", and then " + then;
      }
    } catch (Throwable t) {
      t.printStackTrace(System.out);
      seen = t.toString();
    }
    System.out.println("SCENARIO " + sampler + ": " + name);
    System.out.println("| " + seen);
    for (Held each : held) {
      System.out.println("HELD " + each.release());
    }
    System.out.println("SPANS " + SpanLifecycle.started() + " " + SpanLifecycle.finished());
    synchronized (LINES) {
      LINES.forEach(line -> System.out.println("LOG " + line.replaceAll("\\s+", " ")));
    }
    System.setProperty(Broken.KIND, "null");
    reconfigure(DEFAULTS);
  }

  private static void reconfigure(Config config) {
    try {
      Kamon.reconfigure(config);
    } catch (Throwable t) {
      System.out.println("RECONFIGURE " + t);
    }
  }

  private void unresolved() throws Exception {
    Config config =
        ConfigFactory.parseString(
                "kamon.instrumentation.kafka.client.tracing.start-trace-on-producer = ${no.such},"
                    + " kamon.trace.sampler = "
                    + sampler)
            .withFallback(ConfigFactory.parseResources("reference.conf"));
    run("configuration that is not resolved", config, "null", Context.Empty(), List.of());
    run("empty configuration", ConfigFactory.empty(), "null", Context.Empty(), List.of());
  }

  private void contexts() throws Exception {
    StringBuilder large = new StringBuilder();
    for (int i = 0; i < 1 << 20; i++) {
      large.append((char) ('a' + i % 26));
    }
    TagSet many = TagSet.Empty();
    for (int i = 0; i < 2000; i++) {
      many = many.withTag("tag" + i, Long.valueOf(i));
    }
    int number = 0;
    for (Context context :
        List.of(
            Context.of("large", large.toString()),
            Context.of(large.toString(), "key"),
            Context.of(many),
            Context.of("lone surrogate \ud800", "\udfff"),
            Context.of("control\r\n\u0000", "\r\n2026 INFO forged"),
            Context.of("", ""),
            Context.of("null", (String) null),
            Context.of((String) null, "null"),
            Context.of(Context.key("own", (Object) null), new Object()),
            Context.of(Broken.Codec.KEY, null))) {
      run(new Scenarios.Scenario("context " + number++, "", "null"), context);
    }
  }

  private void storage() throws Exception {
    for (String kind : List.of("exception", "link", "stack")) {
      for (List<String> methods :
          List.of(List.of("current"), List.of("store"), List.of("current", "store"))) {
        Faults.arm(methods, kind);
        try {
          run(
              new Scenarios.Scenario("storage fails: " + methods + " " + kind, "", "null"),
              Context.Empty());
        } finally {
          Faults.arm(List.of(), "");
        }
      }
    }
  }

  private void reporters() throws Exception {
    Kamon.addReporter("blocks " + sampler, new Broken.Reporter(true));
    run(new Scenarios.Scenario("reporter blocks", "", "null"), Context.Empty());
    for (String kind : List.of("exception", "link", "stack", "null")) {
      Kamon.addReporter(kind + " " + sampler, new Broken.Reporter(false));
      run(new Scenarios.Scenario("reporter fails: " + kind, "", kind), Context.Empty());
    }
    Kamon.stop();
    run(new Scenarios.Scenario("stopped", "", "null"), Context.Empty());
    Kamon.initWithoutAttaching(DEFAULTS);
    run(new Scenarios.Scenario("started again", "", "null"), Context.Empty());
  }

  private void endlessPropagator() throws Exception {
    if (sampler.equals("always")) {
      return; // a thread of ours waits in it for ever
    }
    String config =
        "kamon.instrumentation.kafka.client.tracing.propagator = \""
            + Broken.Endless.class.getName()
            + "\"";
    Kamon.reconfigure(ConfigFactory.parseString(config).withFallback(DEFAULTS));
    Thread waits =
        new Thread(
            () ->
                kamon.instrumentation.kafka.KafkaInstrumentation.extractContext(
                    new org.apache.kafka.common.header.internals.RecordHeaders()));
    waits.setDaemon(true);
    waits.start();
    Broken.Endless.BEGUN.await();
    run(new Scenarios.Scenario("propagator that is never made", config, "null"), Context.Empty());
  }
}
