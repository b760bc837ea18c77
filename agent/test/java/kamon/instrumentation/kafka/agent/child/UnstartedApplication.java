package kamon.instrumentation.kafka.agent.child;

/**
 * {@link PlainApplication} until somebody stops it, as services run, here when all spans are
 * printed. Arguments: bootstrap servers, topic.
 */
public final class UnstartedApplication {
  private UnstartedApplication() {}

  public static void main(String[] args) throws Exception {
    PlainApplication.exchange(args[0], args[1]);
    ChildReporter.Factory.MADE.flush();
    System.out.println("done");
    System.exit(0); // Kamon's threads would keep the JVM
  }
}
