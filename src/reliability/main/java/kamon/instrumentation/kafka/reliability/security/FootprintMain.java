package kamon.instrumentation.kafka.reliability.security;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import kamon.Kamon;
import kamon.instrumentation.kafka.KafkaInstrumentation;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Sends and polls, and says which threads, sockets and files for writing this JVM has. */
public final class FootprintMain {
  private static final int RECORDS = 50;

  private FootprintMain() {}

  /**
   * Runs until a line comes in.
   *
   * @param args broker and topic
   */
  public static void main(String[] args) throws Exception {
    Kamon.initWithoutAttaching();
    try (KafkaProducer<String, String> producer = Clients.producer(args[0], Map.of());
        KafkaConsumer<String, String> consumer =
            Clients.consumer(args[0], args[1], args[1], Map.of())) {
      for (int i = 0; i < RECORDS; i++) {
        producer.send(new ProducerRecord<>(args[1], "key", "value")).get();
      }
      for (ConsumerRecord<String, String> record : Clients.poll(consumer, RECORDS)) {
        KafkaInstrumentation.runWithConsumerSpan(record, () -> {});
      }
      Thread.getAllStackTraces().keySet().forEach(FootprintMain::say);
      if (Files.isDirectory(Path.of("/proc/self/fd"))) {
        sayFiles();
      }
      System.out.println("ready");
      System.in.read();
    }
    Kamon.stop();
    System.exit(0);
  }

  private static void say(Thread thread) {
    String name = thread.getName().replaceAll("[0-9]+", "#");
    System.out.println("thread " + name + (thread.isDaemon() ? " (daemon)" : ""));
  }

  /** Linux: what stands behind the file descriptors of this process. */
  private static void sayFiles() throws IOException {
    List<String> inodes = new ArrayList<>();
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      for (Path descriptor : descriptors.toList()) {
        String target = target(descriptor);
        if (target.startsWith("socket:[")) {
          inodes.add(target.substring("socket:[".length(), target.length() - 1));
        } else if (target.startsWith("/") && !target.startsWith("/dev/") && isWritten(descriptor)) {
          System.out.println("writes " + target);
        }
      }
    }
    saySockets("/proc/self/net/tcp", inodes);
    saySockets("/proc/self/net/tcp6", inodes);
    saySockets("/proc/self/net/udp", inodes);
    saySockets("/proc/self/net/udp6", inodes);
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return ""; // the one that lists them, which is closed by now
    }
  }

  private static boolean isWritten(Path descriptor) throws IOException {
    Path info = Path.of("/proc/self/fdinfo").resolve(descriptor.getFileName());
    if (!Files.exists(info)) {
      return false;
    }
    return Files.readAllLines(info, StandardCharsets.ISO_8859_1).stream()
        .filter(line -> line.startsWith("flags:"))
        .anyMatch(line -> (Long.parseLong(line.split("\\s+", -1)[1], 8) & 3) != 0); // not O_RDONLY
  }

  /** Columns: number, own address, other address, state (0A: listens), ..., inode. */
  private static void saySockets(String table, List<String> inodes) throws IOException {
    if (!Files.exists(Path.of(table))) {
      return; // without IPv6
    }
    for (String line : Files.readAllLines(Path.of(table))) {
      String[] columns = line.trim().split("\\s+", -1);
      if (columns.length > 9 && inodes.contains(columns[9])) {
        String kind = columns[3].equals("0A") ? "listens " : "socket to port ";
        String address = columns[3].equals("0A") ? columns[1] : columns[2];
        int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1), 16);
        System.out.println(kind + port);
      }
    }
  }
}
