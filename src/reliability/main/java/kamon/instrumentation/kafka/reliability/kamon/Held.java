package kamon.instrumentation.kafka.reliability.kamon;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import kamon.Kamon;
import kamon.context.Context;
import kamon.context.Propagation;
import kamon.context.Storage;
import kamon.instrumentation.kafka.KafkaInstrumentation;
import kamon.instrumentation.kafka.KafkaPropagator;
import kamon.trace.Span;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** A thread that a propagator holds until it is interrupted, and what becomes of its call. */
public final class Held extends Thread {
  private static final long LIMIT_SECONDS = 30;

  private final CountDownLatch within = new CountDownLatch(1);
  private final Callable<String> call;
  private volatile String seen = "is still held";

  private Held(String name, Callable<String> call) {
    super(name);
    this.call = call;
    setDaemon(true);
  }

  /** One in each call that may read or write headers. */
  static List<Held> all(Exchange exchange) {
    ConsumerRecord<String, String> record = new ConsumerRecord<>("held", 0, 0, "k", "v");
    return List.of(
        new Held("send", () -> sent(exchange)),
        new Held("send in a span", () -> inSpan(() -> sent(exchange))),
        new Held(
            "extractContext",
            () -> KafkaInstrumentation.extractContext(record).isEmpty() ? "nothing" : "a context"),
        new Held(
            "runWithConsumerSpan",
            () -> {
              List<String> ran = new ArrayList<>();
              KafkaInstrumentation.runWithConsumerSpan(record, () -> ran.add("ran"));
              return ran.toString();
            }),
        new Held(
            "injectContext",
            () -> {
              KafkaInstrumentation.injectContext(Context.of("a", "b"), new RecordHeaders());
              return "returned";
            }));
  }

  private static String sent(Exchange exchange) throws Exception {
    Future<?> future = exchange.sendAside();
    boolean interrupted = Thread.interrupted(); // or one could not wait for it
    future.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return "sent";
  }

  private static String inSpan(Callable<String> call) throws Exception {
    Span span = Kamon.spanBuilder("request").start();
    Storage.Scope scope = Kamon.storeContext(Context.of(Span.Key(), span));
    try {
      return call.call();
    } finally {
      scope.close();
      span.finish();
    }
  }

  @Override
  public void run() {
    try {
      seen = call.call() + ", interrupted " + Thread.interrupted();
    } catch (Throwable t) {
      seen = t.toString();
    }
  }

  /** Returns when it is held. */
  void hold() throws InterruptedException {
    start();
    if (!within.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException(getName() + " is not held, but: " + seen);
    }
  }

  /** Interrupts it, and says what its call has come to. */
  String release() throws InterruptedException {
    interrupt();
    join(TimeUnit.SECONDS.toMillis(LIMIT_SECONDS));
    return getName() + ": " + seen;
  }

  /** Holds the threads of this class, and no others. */
  private static void holdHere() {
    if (!(Thread.currentThread() instanceof Held held)) {
      return;
    }
    held.within.countDown();
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      if (System.getProperty(Broken.KIND).equals("kept")) {
        Thread.currentThread().interrupt();
      } else {
        throw Held.<RuntimeException>undeclared(e);
      }
    }
  }

  /** As Scala and Kotlin throw it. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> E undeclared(Throwable thrown) throws E {
    throw (E) thrown;
  }

  /** Of our interface. */
  public static final class OurPropagator implements KafkaPropagator {
    @Override
    public Context read(Headers headers) {
      holdHere();
      return Context.Empty();
    }

    @Override
    public void write(Context context, Headers headers) {
      holdHere();
    }
  }

  /** Of the interface of Kamon's own module. */
  public static final class KamonsPropagator
      implements Propagation.EntryReader<Headers>, Propagation.EntryWriter<Headers> {
    @Override
    public Context read(Headers headers, Context context) {
      holdHere();
      return context;
    }

    @Override
    public void write(Context context, Headers headers) {
      holdHere();
    }
  }
}
