package kamon.instrumentation.kafka.compat.war;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.util.concurrent.TimeoutException;
import kamon.instrumentation.kafka.compat.program.KamonLife;

/** Kamon lives as long as the application. */
public final class KamonListener implements ServletContextListener {

  @Override
  public void contextInitialized(ServletContextEvent event) {
    KamonLife.begin();
  }

  /** In a thread that ends: Kamon leaves a context in each that asks it for one. */
  @Override
  public void contextDestroyed(ServletContextEvent event) {
    Thread last = new Thread(KamonListener::end, "kamon-end");
    last.start();
    try {
      last.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void end() {
    try {
      KamonLife.end();
    } catch (InterruptedException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }
}
