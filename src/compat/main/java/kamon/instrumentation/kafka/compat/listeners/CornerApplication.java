package kamon.instrumentation.kafka.compat.listeners;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import kamon.Kamon;
import kamon.context.Storage;
import kamon.instrumentation.kafka.compat.program.KamonLife;
import kamon.trace.Span;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.requestreply.ReplyingKafkaTemplate;

/**
 * As {@link ListenerApplication}, with what few applications have. Arguments: the broker, a name
 * that all topics and groups begin with, how many calls of listeners are expected, and the name of
 * a class with suspending ones, if any.
 */
public final class CornerApplication {
  private static final long PATIENCE_SECONDS = 60;

  private CornerApplication() {}

  public static void main(String[] args) throws Exception {
    try {
      KamonLife.begin();
      run(args);
      KamonLife.end();
    } catch (Throwable t) {
      t.printStackTrace();
      System.exit(1);
    }
    System.exit(0);
  }

  private static void run(String[] args) throws Exception {
    Map<String, Object> properties = new HashMap<>();
    properties.put("broker", args[0]);
    properties.put("run", args[1]);
    Seen seen = new Seen(Integer.parseInt(args[2]));
    try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
      context
          .getEnvironment()
          .getPropertySources()
          .addFirst(new MapPropertySource("arguments", properties));
      context.register(Containers.class, CornerContainers.class);
      context.registerBean(Seen.class, () -> seen);
      context.registerBean(Sender.class);
      context.registerBean(CornerListeners.class);
      context.registerBean(CornerBatches.class);
      context.registerBean(ManyHandlers.class);
      if (CornerContainers.isObservable()) {
        Observed.register(context);
      }
      if (SharedListener.isPossible()) {
        AnnotatedShare.register(context, args[0]);
      }
      for (String listeners : suspending(args)) {
        context.registerBean(Class.forName(listeners));
      }
      context.refresh();
      Sender sender = context.getBean(Sender.class);
      if (!suspending(args).isEmpty()) {
        sender.request("suspended", "works", "fails");
      }
      send(sender);
      context.getBean(KafkaListenerEndpointRegistry.class).start();
      ask(context, args[1]);
      seen.awaitAll();
      KamonLife.awaitSpans();
    }
  }

  private static List<String> suspending(String[] args) {
    return Arrays.asList(args).subList(3, args.length);
  }

  private static void send(Sender sender) throws Exception {
    sender.request("transacted", "works", "fails");
    sender.request("reading", "1", "one");
    sender.request("observed", "works");
    sender.request("many", "works");
    sender.request("wrapped", "works");
    sender.request("enhanced", "works");
    if (CornerContainers.isTemplated()) {
      sender.request("templated", "works later");
    }
    sender.requestLater("undue", "works");
    sender.request("filtered", "a", "skip");
    sender.request("messages", "a", "b");
    sender.request("whole", "a", "b");
    sender.request("kept", "a", "b");
    sender.request("cut", "skip", "b");
    if (SharedListener.isPossible()) {
      sender.request("sharing", "works", "fails");
    }
  }

  /** A request that waits for its reply. */
  private static void ask(AnnotationConfigApplicationContext context, String run) throws Exception {
    @SuppressWarnings("unchecked")
    ReplyingKafkaTemplate<String, String, String> asking =
        context.getBean(ReplyingKafkaTemplate.class);
    asking.start();
    Span span = Kamon.spanBuilder("questions").start();
    Storage.Scope scope = Kamon.storeContext(Sender.context(span));
    try {
      Object answer =
          asking
              .sendAndReceive(new ProducerRecord<>(run + "-questions", "key", "why"))
              .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
              .value();
      Seen.print("SEEN answers " + answer + " in " + (Kamon.currentSpan() == span));
    } finally {
      scope.close();
      span.finish();
    }
  }
}
