package kamon.instrumentation.kafka.compat.streams;

import com.typesafe.config.ConfigFactory;
import java.util.Properties;
import kamon.Kamon;
import kamon.context.Storage;
import kamon.instrumentation.kafka.KafkaInstrumentation;
import kamon.instrumentation.kafka.compat.program.KamonLife;
import kamon.trace.Span;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * A processor that calls the helper API for some of its records, while spans without code are
 * switched off and on. Arguments: the broker, a name for this run, and a directory.
 */
public final class Switching {
  private static final String SETTING =
      "kamon.instrumentation.kafka.client.frameworks.kafka-streams = ";

  private final String broker;
  private final String run;
  private int sent;

  private Switching(String broker, String run) {
    this.broker = broker;
    this.run = run;
  }

  public static void main(String[] args) {
    try {
      KamonLife.begin();
      new Switching(args[0], args[1]).run(args[2]);
      KamonLife.awaitSpans();
      KamonLife.end();
    } catch (Throwable t) {
      t.printStackTrace();
      System.exit(1);
    }
    System.exit(0);
  }

  private void run(String directory) throws Exception {
    Topology topology = new Topology();
    topology.addSource("source", run + "-in");
    topology.addProcessor("helped", Helped::new, "source");
    topology.addSink("sink", run + "-out", "helped");
    Properties ofProducer = new Properties();
    ofProducer.put("bootstrap.servers", broker);
    try (Producer<String, String> producer =
            new KafkaProducer<>(ofProducer, new StringSerializer(), new StringSerializer());
        KafkaStreams streams =
            new KafkaStreams(topology, SmallStreams.settings(broker, run, directory))) {
      streams.start();
      send(producer, "plain-on", "helped-on");
      switchTo("no");
      send(producer, "plain-off", "helped-off");
      switchTo("yes");
      send(producer, "plain-again", "helped-again");
    }
  }

  private static void switchTo(String value) {
    Kamon.reconfigure(ConfigFactory.parseString(SETTING + value).withFallback(Kamon.config()));
  }

  /** Each as soon as the one before has come out. */
  private void send(Producer<String, String> producer, String... values) throws Exception {
    for (String value : values) {
      Span span = Kamon.spanBuilder(value).start();
      Storage.Scope scope = Kamon.storeContext(Kamon.currentContext().withEntry(Span.Key(), span));
      try {
        producer.send(new ProducerRecord<>(run + "-in", "key", value)).get();
      } finally {
        scope.close();
        span.finish();
      }
      sent++;
      SmallStreams.read(broker, run + "-out", sent);
    }
  }

  /** Forwards each record, and some in a span of its own choice. */
  private static final class Helped implements Processor<String, String, String, String> {
    private ProcessorContext<String, String> context;

    @Override
    public void init(ProcessorContext<String, String> given) {
      context = given;
    }

    @Override
    public void process(Record<String, String> record) {
      if (!record.value().startsWith("helped")) {
        context.forward(record);
        return;
      }
      Span outer = Kamon.currentSpan();
      KafkaInstrumentation.runWithConsumerSpan(
          asPolled(record),
          "handle",
          () -> {
            Seen.print("JOINED " + record.value() + " " + (Kamon.currentSpan() == outer));
            context.forward(record);
          });
    }

    /** All that a processor knows of it. */
    private ConsumerRecord<String, String> asPolled(Record<String, String> record) {
      RecordMetadata from = context.recordMetadata().get();
      ConsumerRecord<String, String> polled =
          new ConsumerRecord<>(
              from.topic(), from.partition(), from.offset(), record.key(), record.value());
      record.headers().forEach(polled.headers()::add);
      return polled;
    }
  }
}
