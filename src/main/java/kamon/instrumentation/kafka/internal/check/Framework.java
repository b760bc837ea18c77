package kamon.instrumentation.kafka.internal.check;

import java.io.IOException;
import java.net.URL;
import java.util.List;
import kamon.instrumentation.kafka.internal.weave.Hook;
import kamon.instrumentation.kafka.internal.weave.Hooks;

/** The frameworks with hooks of their own. */
public enum Framework {
  SPRING_KAFKA("Spring Kafka", "the listeners of spring-kafka ", Hooks.ofSpringKafka()) {
    @Override
    String version(ClassFiles files) {
      return Versions.implementation(files);
    }
  },
  KAFKA_CONNECT("Kafka Connect", "the sinks of kafka-connect ", Hooks.ofKafkaConnect()) {
    /** Connect is in several jars. */
    @Override
    ClassFiles files(URL location, ClassLoader loader) {
      return ClassFiles.anywhere(loader);
    }

    /** No jar of Connect tells its version, and a worker has Kafka of the same. */
    @Override
    String version(ClassFiles files) {
      return Versions.kafka(files);
    }
  },
  KAFKA_STREAMS("Kafka Streams", "the tasks of kafka-streams ", Hooks.ofKafkaStreams()) {
    @Override
    String version(ClassFiles files) {
      return Versions.streams(files);
    }
  };

  private final String title;
  private final String places;
  private final List<Hook> hooks;

  Framework(String title, String places, List<Hook> hooks) {
    this.title = title;
    this.places = places;
    this.hooks = hooks;
  }

  /** As people name it. */
  public String title() {
    return title;
  }

  public List<Hook> hooks() {
    return hooks;
  }

  /** Where the hooks are, before the release. */
  String places() {
    return places;
  }

  ClassFiles files(URL location, ClassLoader loader) throws IOException {
    return ClassFiles.at(location, loader, hooks.get(0).type());
  }

  abstract String version(ClassFiles files);

  /**
   * How the hooks bind.
   *
   * @param location of one of its classes, or null
   * @return null where the framework is not
   */
  public FrameworkBindings bindings(URL location, ClassLoader loader) throws IOException {
    ClassFiles files = files(location, loader);
    return files.read(hooks.get(0).type()) == null
        ? null
        : new FrameworkBindings(places + version(files), new Bindings(files, hooks));
  }
}
