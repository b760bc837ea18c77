package kamon.instrumentation.kafka.jmh.benchmarks;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.constant.ClassDesc;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedMethod;
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
  private static final ThreadMXBean THREADS =
      ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

  static volatile Object sink; // what reaches the heap is really allocated

  /** Where an object was allocated, and what it is. */
  private record Site(String method, String object) {
    private static final Site GAP = new Site("", "");
  }

  private ProfiledSend() {}

  public static void main(String[] args) throws IOException {
    SendBenchmark benchmark = new SendBenchmark();
    benchmark.tool = Tool.OURS;
    benchmark.parent = Parent.valueOf(args[0]);
    benchmark.key = SendBenchmark.Key.STRING;
    benchmark.start();
    send(benchmark, WARMUP);
    int sends = Integer.parseInt(args[1]);
    Path file = Files.createTempFile("send", ".jfr");
    try (Recording recording = new Recording()) {
      recording.enable("jdk.ObjectAllocationInNewTLAB").withStackTrace();
      recording.start();
      long bytes = send(benchmark, sends);
      recording.stop();
      recording.dump(file);
      print(args[0], RecordingFile.readAllEvents(file), bytes / (double) sends);
    } finally {
      Files.delete(file);
    }
    benchmark.prove();
    System.exit(0); // Kamon's threads would keep us here
  }

  /**
   * @return bytes that the sends have allocated
   */
  private static long send(SendBenchmark benchmark, int times) {
    Random random = new Random(1);
    long start = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
    long gaps = 0;
    for (int i = 0; i < times; i++) {
      sink = benchmark.send();
      // Of random size: else it would always be the same objects that do not fit.
      byte[] gap = new byte[8 * random.nextInt(64)];
      gaps += 16 + gap.length;
      sink = gap;
    }
    return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - start - gaps;
  }

  private static void print(String parent, List<RecordedEvent> events, double bytes) {
    Map<Site, Long> samples =
        events.stream()
            .filter(e -> e.getThread().getJavaThreadId() == Thread.currentThread().getId())
            .map(ProfiledSend::site)
            .filter(site -> !site.equals(Site.GAP))
            .collect(Collectors.groupingBy(site -> site, Collectors.counting()));
    double all = samples.values().stream().mapToLong(Long::longValue).sum();
    samples.forEach(
        (site, count) -> {
          double share = bytes * count / all;
          // Less is an error of the sample, or what the JVM does once in a while.
          if (share >= 4) {
            FigureLine.print(
                Map.of(
                    "parent",
                    parent,
                    "method",
                    site.method(),
                    "object",
                    site.object(),
                    "bytes",
                    share));
          }
        });
  }

  private static Site site(RecordedEvent event) {
    return event.getStackTrace() == null
        ? Site.GAP
        : event.getStackTrace().getFrames().stream()
            .map(frame -> frame.getMethod())
            .filter(method -> method.getType().getName().startsWith(OURS))
            .findFirst()
            .filter(method -> !method.getType().getName().equals(ProfiledSend.class.getName()))
            .map(method -> new Site(name(method), name(event.getClass("objectClass").getName())))
            .orElse(Site.GAP);
  }

  private static String name(RecordedMethod method) {
    return name(method.getType().getName()) + "." + method.getName();
  }

  /** Without its package; the JVM writes arrays as {@code [Ljava.lang.Object;}. */
  private static String name(String type) {
    return type.startsWith("[")
        ? ClassDesc.ofDescriptor(type.replace('.', '/')).displayName()
        : type.substring(type.lastIndexOf('.') + 1).replaceFirst("\\$\\$Lambda.*", "\\$\\$Lambda");
  }
}
