package kamon.instrumentation.kafka.agent;

import java.util.ArrayList;
import java.util.List;

/** What follows the equals sign of {@code -javaagent:kamon-kafka-agent.jar=}: words and commas. */
final class Arguments {
  private final List<String> unknown = new ArrayList<>();
  private boolean init;
  private boolean off;
  private boolean quiet;

  static Arguments parse(String text) {
    Arguments arguments = new Arguments();
    if (text != null) {
      for (String word : text.split(",", -1)) {
        arguments.take(word.trim());
      }
    }
    return arguments;
  }

  private void take(String word) {
    switch (word) {
      case "":
        break;
      case "init":
        init = true;
        break;
      case "off":
        off = true;
        break;
      case "quiet":
        quiet = true;
        break;
      default:
        unknown.add(word);
    }
  }

  /** Whether Kamon is to be started when the application does not. */
  boolean init() {
    return init;
  }

  /** Whether the agent is to do nothing. */
  boolean off() {
    return off;
  }

  /** Whether it is to print nothing but warnings. */
  boolean quiet() {
    return quiet;
  }

  /** Names those that mean nothing to us. */
  void warn() {
    if (!unknown.isEmpty()) {
      AgentLog.warn(
          "ignores the argument "
              + String.join(", ", unknown)
              + ": it knows \"init\", \"off\" and \"quiet\", separated by a comma");
    }
  }
}
