package kamon.instrumentation.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.typesafe.config.Config;
import kamon.Kamon;
import kamon.context.Context;
import kamon.instrumentation.kafka.internal.tracing.Untraced;
import kamon.instrumentation.kafka.testbed.BrokerExtension;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import kamon.instrumentation.kafka.testbed.ReportedSpan;
import kamon.instrumentation.kafka.testbed.SpanLifecycle;
import kamon.module.Module;
import kamon.module.SpanReporter;
import kamon.trace.Span;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;
import scala.collection.immutable.Seq;

/** Row B7: what tracing itself sends is not traced. */
@ExtendWith(BrokerExtension.class)
class OwnTrafficTest {
  @RegisterExtension final Tracing tracing = new Tracing();

  private final Clients clients;

  OwnTrafficTest(KafkaBroker broker) {
    clients = new Clients(broker);
  }

  /** Sends what it reports through Kafka. */
  private record OverKafka(KafkaProducer<String, String> producer, String topic)
      implements SpanReporter {
    @Override
    public void reportSpans(Seq<Span.Finished> spans) {
      scala.collection.Iterator<Span.Finished> all = spans.iterator();
      while (all.hasNext()) {
        Clients.get(producer.send(new ProducerRecord<>(topic, all.next().operationName(), "span")));
      }
    }

    @Override
    public void stop() {}

    @Override
    public void reconfigure(Config config) {}
  }

  @Test
  void reporter_that_sends_spans_through_kafka_makes_none() {
    String topic = clients.newTopic();
    String spans = clients.newTopic();
    try (KafkaProducer<String, String> producer = clients.producer()) {
      Module.Registration reporter = Kamon.addReporter("any name", new OverKafka(producer, spans));
      try {
        Clients.get(producer.send(new ProducerRecord<>(topic, "key", "value")));
        ConsumerRecord<String, String> reported = clients.only(spans);
        assertThat(reported.key()).isEqualTo("producer.send");
        assertThat(reported.headers().toArray()).isEmpty();
        assertThat(SpanLifecycle.started()).isEqualTo(1);
      } finally {
        reporter.cancel();
      }
    }
    assertThat(tracing.next().name()).isEqualTo("producer.send");
  }

  @Test
  void record_that_a_framework_builds_for_its_own_ends_is_not_traced_on_any_thread() {
    String topic = clients.newTopic();
    ProducerRecord<String, String> record;
    Untraced.enter();
    try {
      record = new ProducerRecord<>(topic, "key", "value");
    } finally {
      Untraced.leave();
    }
    // As a thread of a wrapped producer's: it knows nothing of the one that has built the record.
    try (KafkaProducer<String, String> producer = clients.producer()) {
      Clients.get(producer.send(record));
    }
    assertThat(clients.only(topic).headers().toArray()).isEmpty();
    assertThat(SpanLifecycle.started()).isZero();
  }

  /** Sends log lines through Kafka, with the same producer. */
  private static final class KafkaAppender extends AppenderBase<ILoggingEvent> {
    private final KafkaProducer<String, String> producer;
    private final String topic;

    private KafkaAppender(KafkaProducer<String, String> producer, String topic) {
      this.producer = producer;
      this.topic = topic;
    }

    @Override
    protected void append(ILoggingEvent event) {
      Clients.get(producer.send(new ProducerRecord<>(topic, null, event.getFormattedMessage())));
    }
  }

  @Test
  void line_of_ours_that_an_appender_sends_through_kafka_makes_no_span() {
    tracing.configure(
        "kamon.instrumentation.kafka.client.tracing.propagator = \""
            + Unwritable.class.getName()
            + "\"");
    String topic = clients.newTopic();
    String lines = clients.newTopic();
    Logger logger = (Logger) LoggerFactory.getLogger("kamon.instrumentation.kafka");
    try (KafkaProducer<String, String> producer = clients.producer()) {
      KafkaAppender appender = new KafkaAppender(producer, lines);
      appender.start();
      logger.addAppender(appender);
      try {
        Clients.get(producer.send(new ProducerRecord<>(topic, "key", "value")));
      } finally {
        logger.detachAppender(appender);
      }
      assertThat(clients.only(lines).value()).contains("could not write the context of a record");
      assertThat(clients.only(lines).headers().toArray()).isEmpty();
      assertThat(SpanLifecycle.started()).isEqualTo(1);
    }
    ReportedSpan span = tracing.next();
    assertThat(span.tags()).containsEntry("kafka.topic", topic);
  }

  /** The thread's first send: from then on it is known what kind of thread it is. */
  @Test
  void thread_of_the_applications_that_adds_a_module_is_traced_afterwards() throws Exception {
    String topic = clients.newTopic();
    String lines = clients.newTopic();
    Logger logger = (Logger) LoggerFactory.getLogger("kamon.module.ModuleRegistry");
    try (KafkaProducer<String, String> producer = clients.producer()) {
      KafkaAppender appender = new KafkaAppender(producer, lines);
      appender.start();
      logger.addAppender(appender);
      Thread thread =
          new Thread(
              () -> {
                Kamon.addReporter("tests", new OverKafka(producer, lines)); // the name is taken
                Clients.get(producer.send(new ProducerRecord<>(topic, "key", "value")));
              });
      try {
        thread.start();
        thread.join();
      } finally {
        logger.detachAppender(appender);
      }
    }
    assertThat(clients.only(lines).headers().toArray()).isEmpty();
    assertThat(tracing.next().tags()).containsEntry("kafka.topic", topic);
  }

  /** Each send would log the line again, because of the one before. */
  @Test
  void lines_at_debug_make_no_span_either() {
    String topic = clients.newTopic();
    String lines = clients.newTopic();
    Logger logger = (Logger) LoggerFactory.getLogger("kamon.instrumentation.kafka");
    Level before = logger.getLevel();
    try (KafkaProducer<String, String> producer = clients.producer()) {
      Clients.get(producer.send(new ProducerRecord<>(topic, "key", "value")));
      KafkaAppender appender = new KafkaAppender(producer, lines);
      appender.start();
      logger.setLevel(Level.DEBUG);
      logger.addAppender(appender);
      try {
        tracing.configure("kamon.instrumentation.kafka.client.tracing.lazy-unsampled-spans = no");
        Clients.get(producer.send(new ProducerRecord<>(topic, "key", "value")));
      } finally {
        logger.detachAppender(appender);
        logger.setLevel(before);
      }
      assertThat(clients.only(lines).value())
          .isEqualTo(
              "Unsampled records get spans of Kamon's own, because of lazy-unsampled-spans = no");
      assertThat(SpanLifecycle.started()).isEqualTo(2);
    }
    assertThat(tracing.next().tags()).containsEntry("kafka.topic", topic);
    assertThat(tracing.next().tags()).containsEntry("kafka.topic", topic);
  }

  /** Makes the library log a line for a record that is sent. */
  public static final class Unwritable implements KafkaPropagator {
    @Override
    public Context read(Headers headers) {
      return Context.Empty();
    }

    @Override
    public void write(Context context, Headers headers) {
      throw new IllegalStateException("write");
    }
  }
}
