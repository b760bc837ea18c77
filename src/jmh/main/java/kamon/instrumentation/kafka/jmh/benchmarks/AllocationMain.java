package kamon.instrumentation.kafka.jmh.benchmarks;

import com.typesafe.config.ConfigFactory;
import java.util.function.Supplier;
import kamon.Kamon;
import kamon.instrumentation.kafka.jmh.tools.Incoming;
import kamon.instrumentation.kafka.jmh.tools.Parent;
import kamon.instrumentation.kafka.jmh.tools.Tool;

/**
 * Main class of a JVM with the tool that its argument names: prints what the benchmarks allocate,
 * one {@code BYTES operation=bytes} a line.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a stand-in's sends are done when they return
public final class AllocationMain {
  public static final String LINE = "BYTES ";

  private AllocationMain() {}

  public static void main(String[] args) {
    Tool tool = Tool.valueOf(args[0]);
    // First, because Kamon cannot be stopped again.
    print("send, Kamon not initialised", () -> send(tool, Parent.NOT_INITIALISED));
    print("send, sampled", () -> send(tool, Parent.SAMPLED));
    print("send, unsampled", () -> send(tool, Parent.UNSAMPLED));
    print("send, new trace", () -> send(tool, Parent.NONE_NEW_TRACE));
    print("send, no span wanted", () -> send(tool, Parent.NONE));
    print("poll of 0", () -> poll(tool, 0));
    print("poll of 50", () -> poll(tool, 50));
    print("poll of 500", () -> poll(tool, 500));
    if (tool == Tool.OURS) {
      print("kctx write", () -> floor()::kctxWrite);
      print("kctx read", () -> floor()::kctxRead);
      print("runWithConsumerSpan, sampled", () -> process(Incoming.SAMPLED));
      print("runWithConsumerSpan, unsampled", () -> process(Incoming.UNSAMPLED));
      print("runWithConsumerSpan, no context", () -> process(Incoming.NONE));
      print("consume and look, unsampled", () -> consumer(Incoming.UNSAMPLED)::look);
      lazy(false);
      print("consume and look, unsampled, not lazy", () -> consumer(Incoming.UNSAMPLED)::look);
      lazy(true);
      for (FormatBenchmark.Name name : FormatBenchmark.Name.values()) {
        print(name.label() + " alone, write", () -> format(name)::oursWrite);
        print(name.label() + " alone, read", () -> format(name)::oursRead);
      }
      print("enter and close, sampled", () -> consumer(Incoming.SAMPLED)::enter);
      print("consumerSpan, sampled", () -> consumer(Incoming.SAMPLED)::consumerSpan);
      print("runWithConsumerSpanAsync, sampled", () -> consumer(Incoming.SAMPLED)::async);
      print("rules of 1000 topics", () -> rules()::policy); // last: they stay
    }
    System.exit(0); // a tool may have threads that would keep us here
  }

  private static void print(String operation, Supplier<Runnable> preparation) {
    System.out.println(LINE + operation + "=" + Allocation.bytes(preparation));
  }

  private static void lazy(boolean lazy) {
    String setting = "kamon.instrumentation.kafka.client.tracing.lazy-unsampled-spans";
    Kamon.reconfigure(
        ConfigFactory.parseString(setting + " = " + lazy).withFallback(Kamon.config()));
  }

  private static Runnable send(Tool tool, Parent parent) {
    SendBenchmark benchmark = new SendBenchmark();
    benchmark.tool = tool;
    benchmark.parent = parent;
    benchmark.key = SendBenchmark.Key.STRING;
    benchmark.start();
    benchmark.send();
    benchmark.prove();
    return benchmark::send;
  }

  private static Runnable poll(Tool tool, int records) {
    PollBenchmark benchmark = new PollBenchmark();
    benchmark.tool = tool;
    benchmark.records = records;
    benchmark.batches = 1;
    benchmark.start();
    benchmark.prove();
    return benchmark::poll;
  }

  private static Runnable process(Incoming incoming) {
    return consumer(incoming)::runWithConsumerSpan;
  }

  private static ConsumerBenchmark consumer(Incoming incoming) {
    ConsumerBenchmark benchmark = new ConsumerBenchmark();
    benchmark.tool = Tool.OURS;
    benchmark.incoming = incoming;
    benchmark.start();
    benchmark.prove();
    return benchmark;
  }

  private static RulesBenchmark rules() {
    RulesBenchmark benchmark = new RulesBenchmark();
    benchmark.rules = true;
    benchmark.topics = 1000;
    benchmark.start();
    return benchmark;
  }

  private static FormatBenchmark format(FormatBenchmark.Name name) {
    FormatBenchmark benchmark = new FormatBenchmark();
    benchmark.format = name;
    benchmark.start();
    benchmark.prove();
    return benchmark;
  }

  private static FloorBenchmark floor() {
    FloorBenchmark benchmark = new FloorBenchmark();
    benchmark.incoming = Incoming.SAMPLED;
    benchmark.start();
    benchmark.prove();
    return benchmark;
  }
}
