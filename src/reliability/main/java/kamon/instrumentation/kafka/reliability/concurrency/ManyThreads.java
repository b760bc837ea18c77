package kamon.instrumentation.kafka.reliability.concurrency;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import kamon.Kamon;
import kamon.instrumentation.kafka.testbed.SpanLifecycle;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Sixteen threads send, four consume; what each finds wrong is counted and printed. */
public final class ManyThreads {
  private static final int SENDERS = 16;
  private static final int CONSUMERS = 4;

  private ManyThreads() {}

  public static void main(String[] args) throws Exception {
    int each = Integer.parseInt(args[2]);
    Config counted =
        ConfigFactory.parseString(
            """
            kamon.trace.sampler = always
            kamon.trace.hooks {
              pre-start = ["kamon.instrumentation.kafka.testbed.SpanLifecycle$Started"]
              pre-finish = ["kamon.instrumentation.kafka.testbed.SpanLifecycle$Finished"]
            }
            """);
    Config unsampled = ConfigFactory.parseString("kamon.trace.sampler = never");
    Kamon.initWithoutAttaching(counted.withFallback(ConfigFactory.load()));
    run("sampled", args[0], args[1] + "-sampled", each, new Wrong());
    System.out.println("SPANS " + SpanLifecycle.started() + " " + SpanLifecycle.finished());
    Kamon.reconfigure(unsampled.withFallback(ConfigFactory.load()));
    run("unsampled", args[0], args[1] + "-unsampled", each, new Wrong());
    restarts(args[0], args[1] + "-restarts", each, counted);
    System.out.println("done");
    System.exit(0);
  }

  /** Kamon is stopped, started and configured anew while all that runs. */
  private static void restarts(String broker, String topic, int each, Config counted)
      throws Exception {
    Config[] configs = {
      counted.withFallback(ConfigFactory.load()),
      ConfigFactory.load(),
      ConfigFactory.parseString(
              "kamon.instrumentation.kafka.client.tracing.propagator = [kctx, w3c]")
          .withFallback(ConfigFactory.load())
    };
    run("restarts", broker, topic, each, new Wrong().withoutContexts(), configs);
  }

  private static void run(
      String name, String broker, String topic, int each, Wrong wrong, Config... configs)
      throws Exception {
    long begin = System.nanoTime();
    long expected = (long) SENDERS * each * 2 + (long) SENDERS * (each / Sender.CALLBACK_SENDS);
    Consuming consuming = new Consuming(broker, topic, expected, wrong);
    Thread[] consumers = new Thread[CONSUMERS];
    for (int i = 0; i < CONSUMERS; i++) {
      consumers[i] = new Thread(consuming, "consumer-" + i);
      consumers[i].start();
    }
    AtomicLong sent = new AtomicLong();
    Restarts restarts = new Restarts(() -> sent.get() + consuming.records(), 2 * expected, configs);
    if (configs.length > 0) {
      restarts.start();
    }
    KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker, "linger.ms", 2),
            new StringSerializer(),
            new StringSerializer());
    Thread[] senders = new Thread[SENDERS];
    for (int i = 0; i < SENDERS; i++) {
      senders[i] = new Thread(new Sender(producer, topic, i, each, sent, wrong), "sender-" + i);
      senders[i].start();
    }
    for (Thread sender : senders) {
      sender.join();
    }
    producer.flush();
    producer.close();
    for (Thread consumer : consumers) {
      consumer.join();
    }
    System.out.println("TIMES " + name + " " + restarts.end());
    System.out.println("TOOK " + name + " " + (System.nanoTime() - begin) / 1_000_000 + " ms");
    System.out.println("RECORDS " + name + " " + expected + " " + consuming.records());
    System.out.println("WRONG " + name + " " + wrong);
  }
}
