package kamon.instrumentation.kafka.internal.metrics;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import kamon.Kamon;
import kamon.instrumentation.kafka.reliability.races.Race;
import kamon.metric.Gauge;
import org.apache.kafka.clients.producer.MockProducer;

/** Clients open and close while all are looked at: as long as one is open, that goes on. */
public final class WatchRace implements Race<Object> {
  private final Method look = method("look", Gauge.class);
  private final Field scheduledOn = field("scheduledOn");

  private Open open;

  /** A client, which who watches it holds weakly. */
  private record Open(Object client, WatchedClient watched) {}

  @Override
  public String name() {
    return "Watch: open, close and look";
  }

  @Override
  public Object state() {
    return this;
  }

  @Override
  public List<Consumer<Object>> actors() {
    return List.of(any -> openOrClose(), any -> look(), any -> Watch.start());
  }

  private void openOrClose() {
    if (open != null) {
      open.watched().closed();
      open = null;
    } else if (ThreadLocalRandom.current().nextInt(3) > 0) {
      Object client = new MockProducer<String, String>();
      open = new Open(client, WatchedClient.of(client, "c", null));
      open.watched().watch();
    }
  }

  private void look() {
    try {
      look.invoke(null, gauge());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Gauge gauge() {
    return Kamon.gauge("kafka.clients.open").withoutTags();
  }

  @Override
  public String outcome(Object state) {
    return "looked";
  }

  @Override
  public Set<String> allowed() {
    return Set.of("looked");
  }

  @Override
  public String end(int states) {
    if (open != null) {
      return scheduledOn() == gauge() ? "" : "nobody looks at an open client";
    }
    look();
    return scheduledOn() == null ? "" : "somebody looks where no client is open";
  }

  private Object scheduledOn() {
    try {
      return scheduledOn.get(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Method method(String name, Class<?>... parameters) {
    try {
      Method method = Watch.class.getDeclaredMethod(name, parameters);
      method.setAccessible(true);
      return method;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Field field(String name) {
    try {
      Field field = Watch.class.getDeclaredField(name);
      field.setAccessible(true);
      return field;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
