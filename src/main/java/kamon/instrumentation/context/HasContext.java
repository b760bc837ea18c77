package kamon.instrumentation.context;

import kamon.context.Context;

/** As Kamon's own module has it, to compile against: it is left out of our jar. */
public interface HasContext {

  Context context();

  void setContext(Context context);
}
