package kamon.instrumentation.kafka.agent.child;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

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
}
