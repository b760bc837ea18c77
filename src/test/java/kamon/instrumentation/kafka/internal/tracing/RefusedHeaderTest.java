package kamon.instrumentation.kafka.internal.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import kamon.context.Context;
import kamon.instrumentation.kafka.internal.carry.CarrierRecord;
import kamon.instrumentation.kafka.internal.carry.HeaderRoom;
import kamon.instrumentation.kafka.internal.propagation.Formats;
import kamon.instrumentation.kafka.internal.settings.Settings;
import kamon.trace.Span$Empty$;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownServerException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a broker's unknown error means for the records after it. No broker gives one when asked. */
@Tag("unit")
class RefusedHeaderTest {
  private static final String TOPIC = "orders";

  private final HeaderRoom room = HeaderRoom.of(new Object(), "producer");

  @Test
  void topic_that_has_refused_its_first_header_gets_no_more() throws Throwable {
    fail();
    assertThat(isSentWithHeader()).isFalse();
  }

  @Test
  void topic_that_has_taken_headers_gets_more_whatever_has_failed() throws Throwable {
    acknowledge();
    fail();
    assertThat(isSentWithHeader()).isTrue();
  }

  private void acknowledge() throws Throwable {
    CarrierRecord<?, ?> record = sent();
    ProducerTracing.callback(record)
        .onCompletion(new RecordMetadata(new TopicPartition(TOPIC, 0), 0, 0, 0, 0, 0), null);
  }

  private void fail() throws Throwable {
    ProducerTracing.callback(sent()).onCompletion(null, new UnknownServerException("disk"));
  }

  private boolean isSentWithHeader() throws Throwable {
    return sent().headers().lastHeader("kctx") != null;
  }

  private CarrierRecord<?, ?> sent() throws Throwable {
    CarrierRecord<?, ?> record =
        new CarrierRecord<>(
            new ProducerRecord<>(TOPIC, "value"),
            new TracedSend(
                Context.of("tenant", "acme"),
                Span$Empty$.MODULE$,
                Formats.of(Settings.current()),
                room,
                TOPIC,
                null));
    record.serialised(null, new byte[1]);
    return record;
  }
}
