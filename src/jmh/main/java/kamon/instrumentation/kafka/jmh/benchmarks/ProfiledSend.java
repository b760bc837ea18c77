package kamon.instrumentation.kafka.jmh.benchmarks;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import com.sun.management.ThreadMXBean;
import java.lang.constant.ClassDesc;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;
import kamon.instrumentation.kafka.jmh.FigureLine;
import kamon.instrumentation.kafka.jmh.tools.Parent;
import kamon.instrumentation.kafka.jmh.tools.Tool;

/**
 * Main class of a JVM with our agent: sends, and prints the bytes of each kind of object and each
 * method, the innermost of ours. Flight Recorder tells of every object that did not fit into its
 * thread's allocation buffer: with small buffers, a sample in proportion to bytes. Arguments:
 * parent, number of sends.
 */
final class ProfiledSend {
  private static final String OURS = "kamon.instrumentation.kafka.";
  private static final int WARMUP = 3_000_000;
  // Less is an error of the sample, or what the JVM does once in a while.
  private static final int LEAST_BYTES = 4;

  static volatile Object sink; // what reaches the heap is really allocated

  private ProfiledSend() {}

  public static void main(String[] args) throws Exception {
    SendBenchmark benchmark = new SendBenchmark();
    benchmark.tool = Tool.OURS;
    benchmark.parent = Parent.valueOf(args[0]);
    benchmark.key = SendBenchmark.Key.STRING;
    benchmark.start();
    send(benchmark, WARMUP);
    Path file = Files.createTempFile("send", ".jfr");
    try (Recording recording = new Recording()) {
      recording.enable("jdk.ObjectAllocationInNewTLAB").withStackTrace();
      recording.start();
      double bytes = send(benchmark, Integer.parseInt(args[1]));
      recording.stop();
      recording.dump(file);
      print(args[0], RecordingFile.readAllEvents(file), bytes);
    } finally {
      Files.delete(file);
    }
    benchmark.prove();
    System.exit(0); // Kamon's threads would keep us here
  }

  /**
   * @return bytes that a send has allocated
   */
  private static double send(SendBenchmark benchmark, int times) {
    ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
    Random random = new Random(1);
    long bytes = -threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    for (int i = 0; i < times; i++) {
      sink = benchmark.send();
      // A gap of random size: else it would always be the same objects that do not fit.
      byte[] gap = new byte[8 * random.nextInt(64)];
      bytes -= 16 + gap.length;
      sink = gap;
    }
    bytes += threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    return bytes / (double) times;
  }

  private static void print(String parent, List<RecordedEvent> events, double bytes) {
    Map<String, Long> samples =
        events.stream()
            .filter(e -> e.getThread().getJavaThreadId() == Thread.currentThread().getId())
            .map(ProfiledSend::site)
            .filter(site -> !site.isEmpty())
            .collect(groupingBy(site -> site, counting()));
    double perSample = bytes / samples.values().stream().mapToLong(Long::longValue).sum();
    samples.forEach(
        (site, count) -> {
          double share = count * perSample;
          if (share >= LEAST_BYTES) {
            String[] parts = site.split(" ", -1);
            FigureLine.print(
                Map.of("parent", parent, "method", parts[0], "object", parts[1], "bytes", share));
          }
        });
  }

  /** Method and object; nothing for a gap. */
  private static String site(RecordedEvent event) {
    if (event.getStackTrace() != null) {
      for (RecordedFrame frame : event.getStackTrace().getFrames()) {
        String type = frame.getMethod().getType().getName();
        if (type.equals(ProfiledSend.class.getName())) {
          return "";
        }
        if (type.startsWith(OURS)) {
          String object = name(event.getClass("objectClass").getName());
          return name(type) + "." + frame.getMethod().getName() + " " + object;
        }
      }
    }
    return "";
  }

  /** Without its package; the JVM writes arrays as {@code [Ljava.lang.Object;}. */
  private static String name(String type) {
    String name = type.replaceFirst("\\$\\$Lambda.*", "\\$\\$Lambda"); // it goes on with numbers
    return type.startsWith("[")
        ? ClassDesc.ofDescriptor(name.replace('.', '/')).displayName()
        : name.substring(name.lastIndexOf('.') + 1);
  }
}
