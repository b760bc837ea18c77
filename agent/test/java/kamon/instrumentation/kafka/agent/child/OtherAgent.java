package kamon.instrumentation.kafka.agent.child;

import java.lang.instrument.Instrumentation;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** An agent that, as others do, has Kafka's classes transformed once more. */
public final class OtherAgent {
  private static final Pattern TARGETS =
      Pattern.compile(
          "org\\.apache\\.kafka\\."
              + "(clients\\.producer|clients\\.consumer|common\\.header\\.internals)"
              + "\\.(KafkaProducer|KafkaConsumer|ProducerRecord|RecordHeaders)");

  private OtherAgent() {}

  public static void agentmain(String arguments, Instrumentation instrumentation) {
    TreeSet<String> retransformed = new TreeSet<>();
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      if (TARGETS.matcher(type.getName()).matches()) {
        try {
          instrumentation.retransformClasses(type);
          retransformed.add(type.getSimpleName());
        } catch (Throwable t) {
          retransformed.add(type.getSimpleName() + ": " + t);
        }
      }
    }
    System.out.println("retransformed " + retransformed);
  }
}
