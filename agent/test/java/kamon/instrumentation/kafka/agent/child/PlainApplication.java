package kamon.instrumentation.kafka.agent.child;

/** Knows Kafka and nothing else. Arguments: bootstrap servers, topic. */
public final class PlainApplication {
  private PlainApplication() {}

  public static void main(String[] args) throws Exception {
    exchange(args[0], args[1]);
    System.out.println("done");
  }

  static void exchange(String bootstrapServers, String topic) throws Exception {
    try (Exchange exchange = new Exchange(bootstrapServers, topic)) {
      exchange.send("first");
      exchange.send("second");
      exchange.poll(2);
    }
  }
}
