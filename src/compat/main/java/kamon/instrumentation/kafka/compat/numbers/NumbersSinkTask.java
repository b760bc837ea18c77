package kamon.instrumentation.kafka.compat.numbers;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;

/** Sends each number on once, however often it is given it, and says how far all tasks are. */
public final class NumbersSinkTask extends SinkTask {
  private static final int LATE = 24;
  private static final Set<Integer> DONE = ConcurrentHashMap.newKeySet();
  private static final AtomicInteger COUNT = new AtomicInteger();

  private Map<String, String> settings;
  private KafkaProducer<String, String> producer;

  @Override
  public String version() {
    return "1";
  }

  @Override
  public void start(Map<String, String> given) {
    Numbers.lookForLeft("starts");
    System.out.println("STARTED");
    settings = given;
    Map<String, Object> ofProducer = new HashMap<>();
    ofProducer.put("bootstrap.servers", settings.get("servers"));
    ofProducer.put("enable.idempotence", true); // in their order
    producer = new KafkaProducer<>(ofProducer, new StringSerializer(), new StringSerializer());
  }

  @Override
  public void put(Collection<SinkRecord> records) {
    if (records.isEmpty()) {
      Numbers.lookForLeft("gives none");
    }
    try {
      for (SinkRecord record : records) {
        put(record);
      }
    } finally {
      producer.flush();
    }
  }

  private void put(SinkRecord record) {
    int number = Numbers.of(record.value());
    if (Numbers.is(number, LATE) && Numbers.isFirst("sink", number)) {
      context.timeout(1);
      throw new RetriableException("not yet " + number);
    }
    if (Numbers.isFirst(settings, "sink.fatal", number)) {
      System.out.println("FATAL sink " + number);
      throw new ConnectException("never " + number);
    }
    if (DONE.add(number)) { // also by another task, which may have failed later
      Future<RecordMetadata> unused =
          producer.send(
              new ProducerRecord<>(
                  settings.get("out"),
                  record.kafkaPartition(),
                  "key" + record.kafkaPartition(),
                  String.valueOf(number)));
      int done = COUNT.incrementAndGet();
      if (done % Integer.parseInt(settings.get("tell.every")) == 0) {
        System.out.println("DONE " + done);
      }
    }
  }

  @Override
  public Map<TopicPartition, OffsetAndMetadata> preCommit(
      Map<TopicPartition, OffsetAndMetadata> offsets) {
    Numbers.lookForLeft("commits");
    return offsets;
  }

  @Override
  public void open(Collection<TopicPartition> partitions) {
    System.out.println("OPENED " + partitions);
    Numbers.lookForLeft("gets partitions");
  }

  @Override
  public void close(Collection<TopicPartition> partitions) {
    Numbers.lookForLeft("loses partitions");
  }

  @Override
  public void stop() {
    Numbers.lookForLeft("stops");
    producer.close();
    System.out.println("STOPPED");
  }
}
