package kamon.instrumentation.kafka.compat.sink;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import kamon.Kamon;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;

/** Its task, which also throws what a record asks for. */
public final class SeenTask extends SinkTask {
  private KafkaProducer<String, String> producer;
  private String topic;
  private boolean retried;

  @Override
  public String version() {
    return "1";
  }

  @Override
  public void start(Map<String, String> settings) {
    topic = settings.get("out");
    Map<String, Object> ofProducer = new HashMap<>();
    ofProducer.put("bootstrap.servers", settings.get("servers"));
    producer = new KafkaProducer<>(ofProducer, new StringSerializer(), new StringSerializer());
  }

  @Override
  public void put(Collection<SinkRecord> records) {
    for (SinkRecord record : records) {
      System.out.println("SEEN " + record.value());
      if ("retry".equals(record.value()) && !retried) {
        retried = true;
        context.timeout(100);
        throw new RetriableException("not yet");
      }
      if ("fatal".equals(record.value())) {
        throw new ConnectException("never");
      }
      Future<?> unused = producer.send(new ProducerRecord<>(topic, String.valueOf(record.value())));
    }
    producer.flush();
    if (records.isEmpty() && !Kamon.currentSpan().isEmpty()) {
      System.out.println("LEFT a span, for a put without records");
    }
  }

  @Override
  public void stop() {
    producer.close();
  }
}
