package kamon.instrumentation.kafka.agent.child;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import kamon.Kamon;

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
        case "status":
          printModules();
          break;
        case "page":
          StatusPage.print(args[0], words[1]);
          break;
        case "start":
          TracedApplication.start();
          break;
        case "traced":
          TracedApplication.exchange(args[0], words[1]);
          break;
        case "end": // without Kamon
          return;
        case "exit":
          TracedApplication.stop();
          System.exit(0);
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

  /** What Kamon's status page shows of Kafka. */
  private static void printModules() {
    scala.collection.Iterator<?> modules = Kamon.status().instrumentation().modules().iterator();
    while (modules.hasNext()) {
      // Java has no name for a Scala object's nested class: path, name and so on by their places.
      scala.Product module = (scala.Product) modules.next();
      String path = module.productElement(0).toString();
      if (path.contains("kafka") && !path.contains("connectors")) {
        System.out.println("module " + path + ": " + module.productElement(1));
      }
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
