package kamon.instrumentation.kafka.agent.engine.inspect;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

/** The command itself. */
public final class Inspection {
  /** Exit status: all is well. */
  private static final int WELL = 0;

  /** Exit status: something will not be traced. */
  private static final int PROBLEMS = 1;

  /** Exit status: the argument names nothing that could be looked at. */
  private static final int WRONG = 2;

  private Inspection() {}

  /**
   * Called by the agent's main class, which cannot see this one.
   *
   * @param target a jar, a directory, or a class path
   * @return the exit status of the JVM
   */
  public static int run(String target, PrintStream out, PrintStream err) {
    try (Applications applications = Applications.at(target)) {
      List<Application> found = applications.all();
      int problems = 0;
      for (Application application : found) {
        Report report = Report.of(application);
        report.lines().forEach(out::println);
        problems += report.problems();
      }
      applications.notes().forEach(note -> out.println("note: " + note));
      out.println(summary(problems));
      return problems == 0 ? WELL : PROBLEMS;
    } catch (WrongTarget e) {
      err.println(e.getMessage());
      return WRONG;
    } catch (IOException e) {
      err.println(target + " cannot be read: " + e);
      return WRONG;
    }
  }

  private static String summary(int problems) {
    switch (problems) {
      case 0:
        return "All is well: start it with -javaagent:kamon-kafka-agent.jar";
      case 1:
        return "There is 1 problem";
      default:
        return "There are " + problems + " problems";
    }
  }
}
