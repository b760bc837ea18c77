package kamon.instrumentation.kafka.compat.servlet;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ref.WeakReference;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.JreMemoryLeakPreventionListener;
import org.apache.catalina.core.ThreadLocalLeakPreventionListener;
import org.apache.catalina.startup.Tomcat;

/**
 * Deploys a web application, uses it and undeploys it, again and again, and tells how many of its
 * class loaders stay. Arguments: the WAR, a directory, how often, and what to ask the application.
 */
public final class Redeployments {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final Tomcat tomcat = new Tomcat();
  private final String war;
  private final String query;

  private Redeployments(String war, String directory, String query) {
    this.war = war;
    this.query = query;
    tomcat.setBaseDir(directory);
    tomcat.setAddDefaultWebXmlToWebapp(false);
    tomcat.getHost().setAppBase(directory);
    // As in Tomcat's own server.xml.
    tomcat.getServer().addLifecycleListener(new JreMemoryLeakPreventionListener());
    tomcat.getServer().addLifecycleListener(new ThreadLocalLeakPreventionListener());
    Connector connector = new Connector();
    connector.setProperty("address", "127.0.0.1");
    connector.setPort(0);
    tomcat.setConnector(connector);
  }

  public static void main(String[] args) throws Exception {
    Redeployments redeployments = new Redeployments(args[0], args[1], args[3]);
    redeployments.tomcat.start();
    try {
      List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
      for (int i = 0; i < Integer.parseInt(args[2]); i++) {
        loaders.add(redeployments.deployAndUse());
      }
      System.out.println("LOADERS LEFT " + redeployments.left(loaders));
    } finally {
      redeployments.tomcat.stop();
      redeployments.tomcat.destroy();
    }
  }

  private WeakReference<ClassLoader> deployAndUse() throws IOException, LifecycleException {
    Context context = tomcat.addWebapp("/orders", war);
    System.out.println("ANSWER " + get());
    WeakReference<ClassLoader> loader = new WeakReference<>(context.getLoader().getClassLoader());
    tomcat.getHost().removeChild(context);
    return loader;
  }

  private String get() throws IOException {
    HttpURLConnection connection = connect("/orders/?" + query);
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
      return connection.getResponseCode() + " " + reader.readLine();
    }
  }

  private HttpURLConnection connect(String path) throws IOException {
    int port = tomcat.getConnector().getLocalPort();
    return (HttpURLConnection) new URL("http://127.0.0.1:" + port + path).openConnection();
  }

  /** How many are still there after a while of collecting garbage. */
  private long left(List<WeakReference<ClassLoader>> loaders) throws IOException {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (true) {
      // Kamon leaves a context in each thread that has stored one. Tomcat replaces its threads
      // after an undeployment, each when it has answered a request.
      connect("/nothing").getResponseCode();
      System.gc();
      long left = loaders.stream().filter(loader -> loader.get() != null).count();
      if (left == 0 || System.nanoTime() - deadline > 0) {
        return left;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
    }
  }
}
