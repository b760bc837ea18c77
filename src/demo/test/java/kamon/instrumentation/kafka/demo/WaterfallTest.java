package kamon.instrumentation.kafka.demo;

import static kamon.instrumentation.kafka.demo.Spans.span;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class WaterfallTest {

  private static final Trace TRACE =
      Trace.of(
              List.of(
                  span("cafe", "1", "", "orders", "POST /orders", 0, 30, Map.of("user", "u1")),
                  span(
                      "cafe",
                      "2",
                      "1",
                      "orders",
                      "producer.send",
                      10,
                      30,
                      Map.of(
                          "kafka.topic", "orders",
                          "kafka.partition", 3L,
                          "kafka.key", "order-1",
                          "kafka.client-id", "web")),
                  span(
                      "cafe",
                      "3",
                      "2",
                      "payments",
                      "consumer.process",
                      40,
                      60,
                      Map.of(
                          "kafka.topic", "orders",
                          "kafka.partition", 3L,
                          "kafka.offset", 12L,
                          "kafka.key", "order-1",
                          "kafka.client-id", "till-1",
                          "kafka.group-id", "till",
                          "kafka.poll-time", 2_345_678L,
                          "kafka.timestamp", 1_767_323_045_000L,
                          "kafka.timestamp-type", "CreateTime"))))
          .get(0);

  private static List<String> lines(boolean blocks, boolean colours, int width) {
    return new Waterfall(new Terminal(StandardCharsets.UTF_8, blocks, colours, width)).lines(TRACE);
  }

  @Test
  void spans_are_shown_on_one_time_axis_with_their_kafka_tags() {
    assertThat(lines(false, false, 99))
        .containsExactly(
            """
            Trace cafe: 3 spans in 2 services, 60.0 ms
                                            0 ms                                             60.0 ms
            orders    POST /orders          ############################                                30.0 ms
            orders      producer.send                ###################                                20.0 ms
                        topic=orders partition=3 key=order-1 client=web
            payments      consumer.process                                       ###################    20.0 ms
                          topic=orders partition=3 offset=12 key=order-1 client=till-1 group=till poll=2.3ms
            """
                .split("\n"));
  }

  @Test
  void blocks_show_half_a_character_and_long_tags_go_on_below() {
    assertThat(lines(true, false, 80))
        .containsExactly(
            """
            Trace cafe: 3 spans in 2 services, 60.0 ms
                                            0 ms                          60.0 ms
            orders    POST /orders          ██████████████████▌                      30.0 ms
            orders      producer.send             ████████████▌                      20.0 ms
                        topic=orders partition=3 key=order-1 client=web
            payments      consumer.process                          ▐████████████    20.0 ms
                          topic=orders partition=3 offset=12 key=order-1 client=till-1
                          group=till poll=2.3ms
            """
                .split("\n"));
  }

  @Test
  void colours_do_not_move_anything() {
    List<String> plain = lines(true, false, 100);
    List<String> coloured = lines(true, true, 100);
    assertThat(coloured)
        .extracting(line -> line.replaceAll("\u001b\\[\\d+m", ""))
        .containsExactlyElementsOf(plain);
    assertThat(coloured.get(0)).isEqualTo("\u001b[1m" + plain.get(0) + "\u001b[0m");
    assertThat(coloured.get(2))
        .startsWith("\u001b[36morders    \u001b[0mPOST /orders          \u001b[36m█");
    assertThat(coloured.get(5)).startsWith("\u001b[33mpayments  \u001b[0m    consumer.process");
    assertThat(coloured.get(4))
        .startsWith(" ".repeat(12) + "\u001b[2mtopic=orders")
        .endsWith("\u001b[0m");
  }
}
