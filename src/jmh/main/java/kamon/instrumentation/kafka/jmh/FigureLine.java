package kamon.instrumentation.kafka.jmh;

import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValueFactory;
import java.util.Map;

/** How a measured JVM tells the runner what it has measured: one line of JSON, again and again. */
public final class FigureLine {
  static final String START = "FIGURES ";

  private FigureLine() {}

  public static void print(Map<String, ?> figures) {
    // By Kamon's own library, because no measured JVM has the runner's.
    String json = ConfigValueFactory.fromMap(figures).render(ConfigRenderOptions.concise());
    System.out.println(START + json);
  }
}
