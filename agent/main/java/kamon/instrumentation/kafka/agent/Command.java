package kamon.instrumentation.kafka.agent;

import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;

/** What {@code java -jar kamon-kafka-agent.jar} runs; no agent ever loads it. */
final class Command {
  private static final String INSPECTION =
      "kamon.instrumentation.kafka.agent.engine.inspect.Inspection";
  private static final int WRONG = 2;

  private Command() {}

  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  private static int run(String[] arguments) {
    // An empty one is a shell's variable that is not set.
    if (arguments.length != 2 || !arguments[0].equals("check") || arguments[1].isEmpty()) {
      System.err.println(
          "Usage: java -jar kamon-kafka-agent.jar check app.jar|directory|classpath\n"
              + "says, without running the application, what of it will be traced, and what to do"
              + " about the rest.\n"
              + "Exit status: 0 all is well, 1 something will not be traced, 2 nothing to look at.\n"
              + "To trace an application: java -javaagent:kamon-kafka-agent.jar -jar app.jar");
      return WRONG;
    }
    try {
      return (Integer)
          EngineLoader.load(INSPECTION)
              .getMethod("run", String.class, PrintStream.class, PrintStream.class)
              .invoke(null, arguments[1], System.out, System.err);
    } catch (InvocationTargetException e) {
      e.getCause().printStackTrace(); // a defect of ours: all of it is wanted in an issue
      return WRONG;
    } catch (Exception e) {
      System.err.println("The engine cannot be loaded: " + e);
      return WRONG;
    }
  }
}
