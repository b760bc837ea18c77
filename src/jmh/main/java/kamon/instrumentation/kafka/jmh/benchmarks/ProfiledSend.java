package kamon.instrumentation.kafka.jmh.benchmarks;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedClass;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;
import kamon.instrumentation.kafka.jmh.tools.Parent;
import kamon.instrumentation.kafka.jmh.tools.Tool;

/**
 * Main class of a JVM with our agent: sends, and prints one {@code SITE method object bytes} a
 * line, the method being the innermost of ours. Flight Recorder tells of every object that did not
 * fit into its thread's allocation buffer: with small buffers, a sample in proportion to bytes.
 * Arguments: parent, number of sends.
 */
final class ProfiledSend {
  static final String LINE = "SITE ";
  static final List<String> JVM_ARGS =
      List.of("-Xms1g", "-Xmx1g", "-XX:TLABSize=16k", "-XX:MinTLABSize=2k", "-XX:-ResizeTLAB");

  private static final String OURS = "kamon.instrumentation.kafka.";
  private static final String EVENT = "jdk.ObjectAllocationInNewTLAB";
  private static final int WARMUP = 3_000_000;
  private static final ThreadMXBean THREADS =
      ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

  private final SendBenchmark benchmark = new SendBenchmark();
  private final Random random = new Random(1);
  static volatile Object sink; // what reaches the heap is really allocated

  private ProfiledSend(Parent parent) {
    benchmark.tool = Tool.OURS;
    benchmark.parent = parent;
    benchmark.key = SendBenchmark.Key.STRING;
    benchmark.start();
  }

  public static void main(String[] args) throws IOException {
    ProfiledSend profiled = new ProfiledSend(Parent.valueOf(args[0]));
    int sends = Integer.parseInt(args[1]);
    profiled.send(WARMUP);
    Path file = Files.createTempFile("send", ".jfr");
    try (Recording recording = new Recording()) {
      recording.enable(EVENT).withStackTrace();
      recording.start();
      long bytes = profiled.send(sends);
      recording.stop();
      recording.dump(file);
      print(samples(file), bytes / (double) sends);
    } finally {
      Files.delete(file);
    }
    profiled.benchmark.prove();
    System.exit(0); // Kamon's threads would keep us here
  }

  /**
   * @return bytes that the sends have allocated
   */
  private long send(int times) {
    long start = allocated();
    long gaps = 0;
    for (int i = 0; i < times; i++) {
      sink = benchmark.send();
      // Of random size: else it would always be the same objects that do not fit.
      byte[] gap = new byte[8 * random.nextInt(64)];
      gaps += 16 + gap.length;
      sink = gap;
    }
    return allocated() - start - gaps;
  }

  private static long allocated() {
    return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
  }

  private static Map<String, Integer> samples(Path file) throws IOException {
    Map<String, Integer> samples = new HashMap<>();
    try (RecordingFile events = new RecordingFile(file)) {
      while (events.hasMoreEvents()) {
        RecordedEvent event = events.readEvent();
        if (event.getEventType().getName().equals(EVENT)
            && event.getThread().getJavaThreadId() == Thread.currentThread().getId()) {
          method(event)
              .ifPresent(
                  method ->
                      samples.merge(
                          method + " " + name(event.getClass("objectClass")), 1, Integer::sum));
        }
      }
    }
    return samples;
  }

  /** The innermost method of ours; none for the gaps between sends. */
  private static Optional<String> method(RecordedEvent event) {
    if (event.getStackTrace() == null) {
      return Optional.empty();
    }
    for (RecordedFrame frame : event.getStackTrace().getFrames()) {
      String type = frame.getMethod().getType().getName();
      if (type.equals(ProfiledSend.class.getName())) {
        return Optional.empty();
      }
      if (type.startsWith(OURS)) {
        return Optional.of(
            type.substring(type.lastIndexOf('.') + 1) + "." + frame.getMethod().getName());
      }
    }
    return Optional.empty();
  }

  /** Without its package; the JVM writes arrays as {@code [Ljava.lang.Object;}. */
  private static String name(RecordedClass type) {
    String name = type.getName().replaceFirst("\\$\\$Lambda.*", "\\$\\$Lambda");
    int dimensions = name.lastIndexOf('[') + 1;
    if (dimensions > 0) {
      name =
          switch (name.charAt(dimensions)) {
            case 'B' -> "byte";
            case 'C' -> "char";
            default -> name.substring(dimensions).replace(";", "");
          };
    }
    return name.substring(name.lastIndexOf('.') + 1) + "[]".repeat(dimensions);
  }

  private static void print(Map<String, Integer> samples, double bytes) {
    double all = samples.values().stream().mapToInt(Integer::intValue).sum();
    samples.forEach((site, count) -> System.out.println(LINE + site + " " + bytes * count / all));
  }
}
