package kamon.instrumentation.kafka.internal.unsampled;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import kamon.Kamon;
import kamon.instrumentation.kafka.internal.log.Warning;
import kamon.instrumentation.kafka.internal.propagation.Format;
import kamon.instrumentation.kafka.internal.settings.Settings;
import kamon.trace.AdaptiveSampler;
import kamon.trace.ConstantSampler;
import kamon.trace.Identifier;
import kamon.trace.Identifier$Factory$;
import kamon.trace.RandomSampler;
import kamon.trace.Sampler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether what this package does is what Kamon does, with these settings. */
final class Gate {
  private static final Logger LOG = LoggerFactory.getLogger("kamon.instrumentation.kafka");
  private static final String TRACE = "kamon.trace.";
  private static final List<String> DEFAULT_HOOK =
      Collections.singletonList("kamon.trace.Hooks$PreStart$FromContext");

  private final boolean open;
  private final boolean looksForHooks;
  private final boolean tagsParent;
  private final boolean tagsUpstream;
  private final boolean includesStacktrace;
  private final boolean includesErrorType;

  private final Set<String> ignored = new HashSet<>();

  private Gate(Config config, boolean open) {
    this.open = open;
    if (open && config.hasPath(TRACE + "ignored-operations")) {
      ignored.addAll(config.getStringList(TRACE + "ignored-operations"));
    }
    looksForHooks = open && !config.getStringList(TRACE + "hooks.pre-start").isEmpty();
    tagsParent = open && config.getBoolean(TRACE + "span-metric-tags.parent-operation");
    tagsUpstream = open && config.getBoolean(TRACE + "span-metric-tags.upstream-service");
    includesStacktrace = open && config.getBoolean(TRACE + "include-error-stacktrace");
    includesErrorType = open && isSet(config, "include-error-type");
  }

  static Gate of(Settings settings, Format format) {
    Config config = settings.config();
    String problem;
    try {
      problem = settings.lazySpans() ? problem(config, format) : "lazy-unsampled-spans = no";
      if (problem == null) {
        return new Gate(config, true);
      }
    } catch (ConfigException | LinkageError e) {
      problem = e.toString();
    }
    String reason = problem;
    // An appender that sends the line through Kafka would come here again.
    Warning.logging(
        () -> LOG.debug("Unsampled records get spans of Kamon's own, because of {}", reason));
    return new Gate(config, false);
  }

  private static String problem(Config config, Format format) {
    if (!config.getDuration(TRACE + "span-reporting-delay").isZero()) {
      return TRACE + "span-reporting-delay";
    }
    if (isSet(config, "local-tail-sampler.enabled")) {
      return TRACE + "local-tail-sampler";
    }
    List<String> preStart = config.getStringList(TRACE + "hooks.pre-start");
    if (!preStart.isEmpty() && !preStart.equals(DEFAULT_HOOK)) {
      return TRACE + "hooks.pre-start = " + preStart;
    }
    if (!config.getStringList(TRACE + "hooks.pre-finish").isEmpty()) {
      return TRACE + "hooks.pre-finish";
    }
    if (Kamon.identifierScheme().spanIdFactory() != ids()) {
      return TRACE + "identifier-scheme";
    }
    if (!format.writesChildren()) {
      return "a propagator that may look at the span";
    }
    return KamonTracer.problem();
  }

  /** A setting that not every Kamon has. */
  private static boolean isSet(Config config, String key) {
    return config.hasPath(TRACE + key) && config.getBoolean(TRACE + key);
  }

  private static Identifier.Factory ids() {
    return Identifier$Factory$.MODULE$.EightBytesIdentifier();
  }

  boolean isOpen() {
    return open;
  }

  /** Whether Kamon's hook is there that looks for another hook in the current context. */
  boolean looksForHooks() {
    return looksForHooks;
  }

  /** Whether the metric has the parent's operation as a tag. */
  boolean tagsParent() {
    return tagsParent;
  }

  /** The same with the name of the service that the context is from. */
  boolean tagsUpstream() {
    return tagsUpstream;
  }

  boolean includesStacktrace() {
    return includesStacktrace;
  }

  boolean includesErrorType() {
    return includesErrorType;
  }

  /**
   * Whether a sampler looks at nothing but the name of an operation, as those of Kamon's own do,
   * and is asked at all. One that an application has made of these may look at more.
   */
  boolean canAsk(Sampler sampler, String operation) {
    Class<?> type = sampler.getClass();
    return (type == ConstantSampler.class
            || type == RandomSampler.class
            || type == AdaptiveSampler.class)
        && !ignored.contains(operation);
  }

  Identifier identifier(long id) {
    return ids().from(ByteBuffer.allocate(Long.BYTES).putLong(id).array());
  }
}
