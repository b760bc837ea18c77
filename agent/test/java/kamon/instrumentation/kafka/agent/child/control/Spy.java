package kamon.instrumentation.kafka.agent.child.control;

import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Headers;

/** An interceptor that does to records what its setting says, and notes what it is told. */
public final class Spy implements ProducerInterceptor<Object, Object> {
  static final String ON_SEND = "spy.on.send";
  static final String NOTES = "spy.notes";

  private UnaryOperator<ProducerRecord<Object, Object>> onSend;
  private Notes notes;

  @Override
  @SuppressWarnings("unchecked")
  public void configure(Map<String, ?> settings) {
    onSend = (UnaryOperator<ProducerRecord<Object, Object>>) settings.get(ON_SEND);
    notes = (Notes) settings.get(NOTES);
  }

  @Override
  public ProducerRecord<Object, Object> onSend(ProducerRecord<Object, Object> record) {
    notes.add("interceptor sends", Notes.of(record));
    return onSend == null ? record : onSend.apply(record);
  }

  @Override
  public void onAcknowledgement(RecordMetadata metadata, Exception exception) {
    notes.add("interceptor is told", metadata + ", " + exception);
  }

  /** Called in place of the other by kafka-clients 4.1 and later. */
  @Override
  public void onAcknowledgement(RecordMetadata metadata, Exception exception, Headers headers) {
    notes.add(
        "interceptor is told",
        metadata + ", " + exception + ", " + headers + ", writable " + Notes.isWritable(headers));
  }

  @Override
  public void close() {}
}
