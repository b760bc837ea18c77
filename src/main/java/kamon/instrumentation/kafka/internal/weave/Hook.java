package kamon.instrumentation.kafka.internal.weave;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** One Kafka class and what is woven into it. Plain Java: engines of both kinds read it. */
public final class Hook {
  private final String type;
  private final List<Advised> advised;

  Hook(String type, Advised... advised) {
    this.type = type;
    this.advised = Collections.unmodifiableList(Arrays.asList(advised));
  }

  /** Name of the Kafka class; it also becomes {@link Attached}. */
  public String type() {
    return type;
  }

  /**
   * Methods with advice. Those of one advice are alternatives, of which each Kafka release has one
   * or more; none at all means that the hook does not bind.
   */
  public List<Advised> advised() {
    return advised;
  }

  /** One method, by name and parameter types, and the class of its advice. */
  public static final class Advised {
    private final String method;
    private final List<String> parameters;
    private final String advice;

    Advised(String advice, String method, String... parameters) {
      this.advice = advice;
      this.method = method;
      this.parameters = Collections.unmodifiableList(Arrays.asList(parameters));
    }

    /** Name of the method; {@code <init>} for a constructor. */
    public String method() {
      return method;
    }

    /** Names of the parameters' types as in source code. */
    public List<String> parameters() {
      return parameters;
    }

    /** Name of the advice class, which is read as bytes and never loaded. */
    public String advice() {
      return advice;
    }
  }
}
