package kamon.instrumentation.kafka.agent.child;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/**
 * Does what standard input says, line by line, and answers each line with "done". Argument:
 * bootstrap servers.
 */
public final class ScriptedApplication {
  private ScriptedApplication() {}

  public static void main(String[] args) throws Exception {
    BufferedReader script =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    System.out.println("ready");
    for (String line = script.readLine(); line != null; line = script.readLine()) {
      String[] words = line.split(" ", 2);
      switch (words[0]) {
        case "plain":
          PlainApplication.exchange(args[0], words[1]);
          break;
        case "forget":
          System.setProperties(withoutClaims());
          break;
        case "start":
          TracedApplication.start();
          break;
        case "traced":
          TracedApplication.exchange(args[0], words[1]);
          break;
        case "stop":
          TracedApplication.stop();
          return;
        default:
          throw new IllegalArgumentException(line);
      }
      System.out.println("done: " + line);
    }
  }

  /** The system properties as an application sets them that knows nothing of agents. */
  private static Properties withoutClaims() {
    Properties properties = new Properties();
    properties.putAll(System.getProperties());
    properties.keySet().removeIf(name -> name.equals("kamon.kafka.woven-by"));
    properties.keySet().removeIf(name -> name.toString().startsWith("kanela."));
    return properties;
  }
}
