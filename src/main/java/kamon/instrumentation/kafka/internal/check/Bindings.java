package kamon.instrumentation.kafka.internal.check;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import kamon.instrumentation.kafka.internal.weave.Hook;
import kamon.instrumentation.kafka.internal.weave.Hooks;

/** Which hooks bind to a Kafka, found from its class files before they are loaded. */
public final class Bindings {
  // Of Kafka's, the first release for everybody is 4.1; the class is there from 3.9 on. Spring
  // Kafka
  // has its container for it from 4.0 on.
  private static final List<String> OPTIONAL =
      Arrays.asList(
          "KafkaShareConsumer", "ShareKafkaMessageListenerContainer$ShareListenerConsumer");

  private final ClassFiles kafka;
  private final List<String> bound = new ArrayList<>();
  private final List<String> unbound = new ArrayList<>();

  /** Those of Kafka itself. */
  public Bindings(ClassFiles kafka) throws IOException {
    this(kafka, Hooks.all());
  }

  Bindings(ClassFiles kafka, List<Hook> hooks) throws IOException {
    this.kafka = kafka;
    for (Hook hook : hooks) {
      look(hook);
    }
  }

  private void look(Hook hook) throws IOException {
    String name = simpleName(hook.type());
    if (hook.since() != null && kafka.read(hook.since()) == null) {
      return;
    }
    byte[] classFile = kafka.read(hook.type());
    if (classFile == null) {
      if (!OPTIONAL.contains(name)) {
        unbound.add(name + " (no such class)");
      }
      return;
    }
    ClassFileReader type = ClassFileReader.of(classFile);
    if (hook.advised().isEmpty()) {
      bound.add(name);
    }
    // By advice: its methods are alternatives.
    Map<String, String> missing = new LinkedHashMap<>();
    Set<String> found = new HashSet<>();
    for (Hook.Advised advised : hook.advised()) {
      if (type.has(advised)) {
        if (found.add(advised.advice())) {
          unbound.addAll(AdviceMembers.missing(kafka, hook, advised));
        }
        bound.add(name + (advised.method().equals("<init>") ? "" : "." + signature(advised)));
      } else {
        missing.putIfAbsent(advised.advice(), name + "." + signature(advised));
      }
    }
    missing.keySet().removeAll(found);
    unbound.addAll(missing.values());
    for (List<String> alternatives : hook.needed()) {
      if (!isThereOneOf(alternatives)) {
        unbound.add(simpleName(alternatives.get(0)).replace('#', '.'));
      }
    }
  }

  private boolean isThereOneOf(List<String> members) throws IOException {
    for (String member : members) {
      int end = member.indexOf('#');
      byte[] classFile = kafka.read(member.substring(0, end));
      if (classFile != null && ClassFileReader.of(classFile).declares(member.substring(end + 1))) {
        return true;
      }
    }
    return false;
  }

  private static String signature(Hook.Advised advised) {
    List<String> parameters = new ArrayList<>();
    for (String parameter : advised.parameters()) {
      parameters.add(simpleName(parameter));
    }
    return advised.method() + "(" + String.join(", ", parameters) + ")";
  }

  private static String simpleName(String type) {
    return type.substring(type.lastIndexOf('.') + 1);
  }

  /** The hooks that bind, for one line. */
  public String bound() {
    return String.join(", ", bound);
  }

  /** Those that do not, for one line; empty when all do. */
  String unbound() {
    return String.join(", ", unbound);
  }

  /** A line about those that do not; null when all do. */
  public String warning(String release) {
    return unbound.isEmpty()
        ? null
        : "finds no place for its hooks in "
            + release
            + ": "
            + String.join(", ", unbound)
            + ". What depends on them is not traced; look for a kamon-kafka that knows this"
            + " release";
  }
}
