package kamon.instrumentation.kafka.compat.listeners;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import kamon.instrumentation.kafka.compat.program.KamonLife;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;

/**
 * Sends records, and then lets listeners have them. Arguments: the broker, a name that all topics
 * and groups begin with, how many calls of listeners are expected, whether Spring Kafka awaits what
 * they return, and whether it goes on after a reply that failed.
 */
public final class ListenerApplication {
  private static final String[] GROUPS = {
    "record",
    "payload",
    "manual",
    "batch",
    "intercepted",
    "named",
    "failing",
    "burst",
    "hidden",
    "unsent",
    "lost"
  };

  private ListenerApplication() {}

  public static void main(String[] args) throws Exception {
    try {
      KamonLife.begin();
      run(
          args[0],
          args[1],
          Integer.parseInt(args[2]),
          Boolean.parseBoolean(args[3]),
          Boolean.parseBoolean(args[4]));
      KamonLife.end();
    } catch (Throwable t) {
      t.printStackTrace();
      System.exit(1); // Kamon's threads, and those of containers, would keep the JVM.
    }
    System.exit(0);
  }

  private static void run(String broker, String run, int calls, boolean awaits, boolean goesOn)
      throws Exception {
    Map<String, Object> properties = new HashMap<>();
    properties.put("broker", broker);
    properties.put("run", run);
    Seen seen = new Seen(calls);
    try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
      context
          .getEnvironment()
          .getPropertySources()
          .addFirst(new MapPropertySource("arguments", properties));
      context.register(Containers.class);
      context.registerBean(Seen.class, () -> seen);
      context.registerBean(Sender.class);
      context.registerBean(Listeners.class);
      context.registerBean(FailingListeners.class);
      if (awaits) {
        context.registerBean(AwaitedListeners.class);
      }
      context.refresh();
      Sender sender = context.getBean(Sender.class);
      send(sender, awaits, goesOn);
      context.getBean(KafkaListenerEndpointRegistry.class).start();
      SmartLifecycle shared = null;
      if (SharedListener.isPossible()) {
        sender.request("share", "works", "fails", "dies");
        shared = SharedListener.start(broker, run, seen, sender);
      }
      seen.awaitAll();
      KamonLife.awaitSpans();
      if (shared != null) {
        shared.stop();
      }
      Later.supply(() -> "the end").get(); // and looks at what is left on that thread
    }
    printCommitted(broker, run);
  }

  private static void send(Sender sender, boolean awaits, boolean goesOn) throws Exception {
    sender.request("record", "works");
    sender.spread("payload", "a", "b");
    sender.request("manual", "works");
    sender.request("batch", "a");
    sender.request("intercepted", "works", "skip");
    sender.request("named", "works");
    sender.request("future", "works", "fails");
    sender.request("failing", "works not");
    sender.request("burst", "a", "b");
    sender.request("hidden", "works not");
    sender.request("retried", "works not");
    if (awaits) {
      sender.request("replying", "works");
      sender.request("mono", "works", "fails");
      sender.request("unsent", "fails");
      if (goesOn) {
        sender.request("unsent", "works");
      }
      sender.request("lost", "fails");
    }
  }

  /** What containers have committed, the last of it when they stopped. */
  private static void printCommitted(String broker, String run) throws Exception {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", broker);
    Map<String, Long> committed = new TreeMap<>();
    try (Admin admin = Admin.create(settings)) {
      for (String group : GROUPS) {
        for (Map.Entry<TopicPartition, OffsetAndMetadata> offset :
            admin
                .listConsumerGroupOffsets(run + "-" + group)
                .partitionsToOffsetAndMetadata()
                .get()
                .entrySet()) {
          String partition = offset.getKey().toString().replace(run + "-", "");
          committed.put(partition, offset.getValue().offset());
        }
      }
    }
    Seen.print("COMMITTED " + committed);
  }
}
