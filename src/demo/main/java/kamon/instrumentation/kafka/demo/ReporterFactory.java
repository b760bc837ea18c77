package kamon.instrumentation.kafka.demo;

import kamon.instrumentation.kafka.testbed.SpanPrinter;
import kamon.module.Module;
import kamon.module.ModuleFactory;

/** Gives each service its reporter, as {@code application.conf} says. */
public final class ReporterFactory implements ModuleFactory {
  @Override
  public Module create(Settings settings) {
    return new SpanPrinter();
  }
}
