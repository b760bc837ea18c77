package kamon.instrumentation.kafka.internal.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;

/** The names of the formats in which contexts travel: a name, a list, or a list for each way. */
public final class Propagators {
  /** The format of Kamon's own Kafka module, and the default. */
  public static final String KCTX = "kctx";

  private static final String WANTED =
      "a name, a list of names, or { read = [names], write = [names] }";

  private final List<String> read;
  private final List<String> write;

  private Propagators(List<String> read, List<String> write) {
    this.read = read;
    this.write = write;
  }

  static Propagators of(ConfigReader config) {
    List<String> kctx = Collections.singletonList(KCTX);
    return config.own("propagator", new Propagators(kctx, kctx), WANTED, Propagators::from, KCTX);
  }

  private static Propagators from(Config config, String path) {
    boolean read = isObject(config, path) && config.hasPath(path + ".read");
    boolean write = isObject(config, path) && config.hasPath(path + ".write");
    List<String> in = names(config, path + (read ? ".read" : write ? ".write" : ""));
    return new Propagators(in, write ? names(config, path + ".write") : in);
  }

  private static boolean isObject(Config config, String path) {
    return config.getValue(path).valueType() == ConfigValueType.OBJECT;
  }

  private static List<String> names(Config config, String path) {
    // System properties make a list of an object: -D...propagator.0=w3c -D...propagator.1=kctx
    boolean one = config.getValue(path).valueType() == ConfigValueType.STRING;
    List<String> names =
        one ? Collections.singletonList(config.getString(path)) : config.getStringList(path);
    if (names.isEmpty()) {
      throw new ConfigException.BadValue(path, "empty");
    }
    return Collections.unmodifiableList(new ArrayList<>(new LinkedHashSet<>(names)));
  }

  /** In this order: the first that is there counts. */
  public List<String> read() {
    return read;
  }

  /** All of them are written. */
  public List<String> write() {
    return write;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Propagators
        && read.equals(((Propagators) other).read)
        && write.equals(((Propagators) other).write);
  }

  @Override
  public int hashCode() {
    return 31 * read.hashCode() + write.hashCode();
  }
}
