package kamon.instrumentation.kafka.agent.engine.inspect;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import kamon.instrumentation.kafka.agent.engine.LibraryUrl;
import kamon.instrumentation.kafka.internal.check.ClassFiles;
import kamon.instrumentation.kafka.internal.check.Versions;

/** What matters to tracing, each known by a class of its own. */
enum Part {
  KAFKA("kafka-clients", "org.apache.kafka.clients.producer.KafkaProducer"),
  STREAMS("kafka-streams", "org.apache.kafka.streams.processor.internals.StreamTask"),
  CONNECT("kafka-connect", "org.apache.kafka.connect.runtime.WorkerSinkTask"),
  SPRING("spring-kafka", "org.springframework.kafka.listener.KafkaMessageListenerContainer"),
  KAMON("Kamon", "kamon.Kamon"),
  BUNDLE("Kamon Bundle", "kamon.runtime.Attacher"),
  LIBRARY("kamon-kafka", "kamon.instrumentation.kafka.KafkaInstrumentation");

  private final String title;
  private final String type;

  Part(String title, String type) {
    this.title = title;
    this.type = type;
  }

  boolean isIn(Application application) throws IOException {
    return !urls(application).isEmpty();
  }

  /** Without the copy of the library that a report before has given to a loader above. */
  private List<URL> urls(Application application) throws IOException {
    return Collections.list(application.loader().getResources(path())).stream()
        .filter(url -> !LibraryUrl.isOf(url))
        .collect(Collectors.toList());
  }

  /** The files next to it. */
  ClassFiles files(Application application) {
    return ClassFiles.around(application.loader(), type);
  }

  /** With its version, where it says one: no jar of Connect does. */
  String in(Application application) {
    return this == CONNECT ? title : title + " " + version(files(application));
  }

  private String version(ClassFiles files) {
    switch (this) {
      case KAFKA:
        return Versions.kafka(files);
      case STREAMS:
        return Versions.streams(files);
      case LIBRARY:
        return Versions.library(files);
      default:
        return Versions.implementation(files);
    }
  }

  /** Names of the jars and directories that have it, the one that counts first. */
  List<String> places(Application application) throws IOException {
    // By file: a jar may be there by itself, by a link, and by the manifest of another one.
    Map<String, String> places = new LinkedHashMap<>();
    for (URL url : urls(application)) {
      String place = url.toString().substring(0, url.toString().length() - path().length());
      File file = file(place.replaceAll("^jar:|!/$", ""));
      places.putIfAbsent(file.getCanonicalPath(), file.getName());
    }
    return new ArrayList<>(places.values());
  }

  private static File file(String address) throws IOException {
    // No URI: a manifest may have lib/shop[1].jar.
    String path = new URL(address).getPath().replace("+", "%2B");
    return new File(URLDecoder.decode(path, "UTF-8"));
  }

  /** Its class, as archives name it. */
  String path() {
    return type.replace('.', '/') + ".class";
  }
}
