package kamon.instrumentation.kafka.agent.child;

import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Scanner;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** What Kamon's status page serves of Kafka. Its port is a system property. */
final class StatusPage {
  private static final long PATIENCE_NANOS = Duration.ofSeconds(60).toNanos();
  private static final Pattern KAFKA = Pattern.compile("\\{[^{}]*\"name\":\"Apache Kafka[^{}]*\\}");

  private StatusPage() {}

  /** While there are clients, and when they are closed. */
  static void print(String bootstrapServers, String topic) throws Exception {
    try (Exchange exchange = new Exchange(bootstrapServers, topic)) {
      exchange.send("first");
      exchange.poll(1);
      await("modules", text -> KAFKA.matcher(text).find() || isOfKanela());
      show("open", "modules");
      show("open", "instrumentation");
      System.out.println("jmx open " + bean());
    }
    System.out.println("jmx closed " + bean());
    await("modules", text -> !KAFKA.matcher(text).find());
    show("closed", "modules");
  }

  private static boolean isOfKanela() {
    try {
      return KAFKA.matcher(get("instrumentation")).find();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static void show(String when, String part) throws Exception {
    Matcher found = KAFKA.matcher(get(part));
    while (found.find()) {
      System.out.println(when + " " + part + " " + found.group());
    }
  }

  /** Who weaves, and what was said first; "none" where there is no such bean. */
  private static String bean() throws Exception {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    ObjectName name = new ObjectName("kamon.kafka:type=Instrumentation");
    return server.isRegistered(name)
        ? server.getAttribute(name, "WovenBy")
            + ": "
            + ((String[]) server.getAttribute(name, "Facts"))[0]
        : "none";
  }

  private static void await(String part, Predicate<String> wanted) throws Exception {
    long start = System.nanoTime();
    while (!wanted.test(get(part))) {
      if (System.nanoTime() - start > PATIENCE_NANOS) {
        throw new IllegalStateException(get(part));
      }
      LockSupport.parkNanos(10_000_000);
    }
  }

  private static String get(String part) throws Exception {
    URL url =
        new URL(
            "http://127.0.0.1:"
                + System.getProperty("kamon.status-page.listen.port")
                + "/status/"
                + part);
    HttpURLConnection connection = (HttpURLConnection) url.openConnection();
    try (InputStream body = connection.getInputStream();
        Scanner text = new Scanner(body, StandardCharsets.UTF_8.name()).useDelimiter("\\A")) {
      return text.next();
    }
  }
}
