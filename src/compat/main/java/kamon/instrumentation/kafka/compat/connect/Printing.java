package kamon.instrumentation.kafka.compat.connect;

import kamon.instrumentation.kafka.testbed.SpanPrinter;
import kamon.module.Module;
import kamon.module.ModuleFactory;

/** Prints the spans of a program that has no code of ours, as Kamon's configuration says. */
public final class Printing implements ModuleFactory {
  @Override
  public Module create(Settings settings) {
    return new SpanPrinter();
  }
}
