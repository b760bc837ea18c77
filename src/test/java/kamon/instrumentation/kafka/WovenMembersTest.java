package kamon.instrumentation.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Member;
import java.util.Arrays;
import java.util.stream.Stream;
import kamon.context.Context;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is woven in is not the application's business. */
class WovenMembersTest {

  @Test
  void records_that_were_built_in_different_contexts_are_equal_member_by_member() {
    ProducerRecord<String, String> traced =
        Tracing.within(Context.of("tenant", "acme"), WovenMembersTest::record);
    assertThat(traced).usingRecursiveComparison().isEqualTo(record());
  }

  @ParameterizedTest
  @ValueSource(classes = {ProducerRecord.class, RecordHeaders.class})
  void field_and_methods_that_are_woven_in_are_synthetic(Class<?> woven) {
    assertThat(
            Stream.<Member>concat(
                    Arrays.stream(woven.getDeclaredFields()),
                    Arrays.stream(woven.getDeclaredMethods()))
                .filter(member -> member.getName().equals("kamonAttachment")))
        .hasSize(3)
        .allMatch(Member::isSynthetic);
  }

  private static ProducerRecord<String, String> record() {
    return new ProducerRecord<>("orders", "key", "value");
  }
}
