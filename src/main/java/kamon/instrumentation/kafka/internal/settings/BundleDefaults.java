package kamon.instrumentation.kafka.internal.settings;

import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * The reference.conf of Kamon's own Kafka module, alone or in the Kamon Bundle. It has the same
 * keys as ours with other defaults, and the order of the class path decides which wins: its values
 * are defaults, not a choice. Those of any other file are a choice, reference.conf of the
 * application included.
 */
final class BundleDefaults {
  private static final String FILE = "reference.conf";
  // What only that file names: the classes of its instrumentation.
  private static final String MARK = "kamon.instrumentation.kafka.client.ProducerInstrumentation";

  private final Map<String, Boolean> known = new HashMap<>();

  /** Whether a value is from there. */
  boolean has(ConfigValue value) {
    ConfigOrigin origin = value.origin();
    URL url = origin.url();
    return url != null
        && url.getPath().endsWith("/" + FILE)
        && known.computeIfAbsent(url.toExternalForm(), any -> isMarked(url));
  }

  private static boolean isMarked(URL url) {
    try {
      URLConnection connection = url.openConnection();
      connection.setUseCaches(false); // A cached jar stays open, and locked on Windows.
      try (InputStream stream = connection.getInputStream()) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        byte[] buffer = new byte[8 * 1024];
        for (int n = stream.read(buffer); n > 0; n = stream.read(buffer)) {
          text.write(buffer, 0, n);
        }
        return text.toString(StandardCharsets.UTF_8.name()).contains(MARK);
      }
    } catch (IOException | RuntimeException e) {
      return false; // Nobody can say, so it is the user's.
    }
  }
}
