package kamon.instrumentation.kafka.agent.child.control;

/** Knows Kafka and nothing else. Arguments: bootstrap servers, topic. */
public final class ControlApplication {
  private ControlApplication() {}

  public static void main(String[] args) throws Exception {
    run(args[0], args[1]);
  }

  static void run(String bootstrapServers, String topic) throws Exception {
    Outbox outbox = new Outbox(bootstrapServers, topic);
    new Serializing(outbox).run();
    new Intercepting(outbox).run();
    new Failing(outbox).run();
    new Repeating(outbox).run();
    new Sizes(outbox).run();
    new Inbox(outbox.notes).read(bootstrapServers, topic);
  }
}
