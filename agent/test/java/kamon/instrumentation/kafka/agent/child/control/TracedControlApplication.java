package kamon.instrumentation.kafka.agent.child.control;

import kamon.Kamon;
import kamon.context.Context;
import kamon.context.Storage;
import kamon.trace.Span;

/** The same in a request of a tenant, with Kamon. Arguments: bootstrap servers, topic. */
public final class TracedControlApplication {
  private TracedControlApplication() {}

  public static void main(String[] args) throws Exception {
    Kamon.init();
    Span request = Kamon.spanBuilder("request").start();
    Context context = Context.of("tenant", "acme").withEntry(Span.Key(), request);
    Storage.Scope scope = Kamon.storeContext(context);
    ControlApplication.run(args[0], args[1]);
    scope.close();
    request.finish();
    Kamon.stop();
  }
}
