package kamon.instrumentation.kafka.reliability.start;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Disks that take nothing, each mounted for the one JVM alone. Where this machine does not let us,
 * or has no such commands, they are left out.
 */
final class Disks {
  // The first argument is the directory for temporary files, the others are the JVM's command line.
  private static final Map<String, String> KINDS =
      Map.of(
          "a full disk for temporary files",
          "mount -t tmpfs -o size=16k none \"$0\" && { cat /dev/zero > \"$0/full\" 2> /dev/null;"
              + " ! echo more 2> /dev/null > \"$0/more\"; } && exec \"$@\"",
          "a read-only disk",
          "mount -o remount,bind,ro / && ! touch \"$0/new\" 2> /dev/null && exec \"$@\"",
          "no file that may have a byte",
          "ulimit -f 0 && exec \"$@\"");

  private Disks() {}

  static List<Start> starts(Path directory) throws IOException, InterruptedException {
    List<Start> all = new ArrayList<>();
    for (Map.Entry<String, String> kind : KINDS.entrySet()) {
      Path temporary = Files.createTempDirectory(directory, "disk");
      List<String> command =
          List.of("unshare", "-rm", "sh", "-c", kind.getValue(), temporary.toString());
      if (!isSupported(command)) {
        System.out.println("starting: this machine cannot make " + kind.getKey());
        continue;
      }
      String[] through = command.toArray(String[]::new);
      String flag = "-Djava.io.tmpdir=" + temporary;
      all.add(new Start(kind.getKey()).through(through).flags(flag).traced());
      all.add(
          new Start(kind.getKey() + ", library from the agent")
              .through(through)
              .flags(flag)
              .classPath(Parts.withoutLibrary())
              .traced());
      all.add(
          new Start(kind.getKey() + ", started by the agent")
              .through(through)
              .flags(flag)
              .agents("-javaagent:" + Parts.AGENT + "=init")
              .after());
    }
    return all;
  }

  private static boolean isSupported(List<String> command) throws InterruptedException {
    List<String> tried = new ArrayList<>(command);
    tried.add("true");
    try {
      Process process =
          new ProcessBuilder(tried)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(1, TimeUnit.MINUTES) && process.exitValue() == 0;
    } catch (IOException e) {
      return false; // no such program
    }
  }
}
