package kamon.instrumentation.kafka.internal.propagation;

import static kamon.instrumentation.kafka.internal.propagation.TextFormats.configured;
import static kamon.instrumentation.kafka.internal.propagation.TextFormats.headers;
import static kamon.instrumentation.kafka.internal.propagation.TextFormats.written;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import kamon.context.Context;
import kamon.instrumentation.kafka.Logs;
import kamon.tag.TagSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Context tags in W3C Baggage. */
@Tag("unit")
class BaggageTest {
  private Format format;

  @BeforeEach
  void configure() {
    format = configured("w3c", "double");
  }

  @AfterEach
  void restore() {
    TextFormats.restore();
  }

  @Test
  void tags_of_all_types_come_back_as_they_were() {
    TagSet tags =
        TagSet.builder()
            .add("tenant", "acme")
            .add("count", 42L)
            .add("vip", true)
            .add("odd", "a,b;c=d \"e\" \\ 100% \u00e9\ud83d\ude00")
            .add("empty", "")
            .build();
    Map<String, String> written = written(format, Context.of(tags));
    assertThat(written).containsOnlyKeys("baggage");
    assertThat(written.get("baggage").split(","))
        .containsExactlyInAnyOrder(
            "tenant=acme",
            "count=42;kamon=long",
            "vip=true;kamon=boolean",
            "odd=a%2Cb%3Bc=d%20%22e%22%20%5C%20100%25%20%C3%A9%F0%9F%98%80",
            "empty=");
    assertThat(format.read(headers("baggage", written.get("baggage"))).tags()).isEqualTo(tags);
  }

  @Test
  void properties_of_others_are_carried_beside_the_tags() {
    String baggage = "tenant=acme;ttl=30;private , region = eu ; p = %41 ";
    Context context = format.read(headers("baggage", baggage));
    assertThat(context.tags())
        .isEqualTo(TagSet.builder().add("tenant", "acme").add("region", "eu").build());
    assertThat(written(format, context).get("baggage").split(","))
        .containsExactlyInAnyOrder("tenant=acme;ttl=30;private", "region=eu; p = %41");
    Context less = Context.of(TagSet.of("tenant", "acme"));
    assertThat(written(format, less)).isEqualTo(Map.of("baggage", "tenant=acme"));
  }

  @Test
  void property_of_ours_is_found_among_those_of_others_and_not_carried_twice() {
    Context context = format.read(headers("baggage", "n=42;a=1; kamon=long ;b, f=x;kamon=long"));
    assertThat(context.tags()).isEqualTo(TagSet.builder().add("n", 42L).add("f", "x").build());
    assertThat(written(format, context).get("baggage").split(","))
        .containsExactlyInAnyOrder("n=42;kamon=long;a=1;b", "f=x");
  }

  @Test
  void bad_member_costs_that_member_and_one_line() {
    try (Logs logs = new Logs()) {
      for (String bad :
          new String[] {
            "novalue", "=v", "k k=v", "k=a b", "k=%4", "k=%zz", "k=\"v\"", "k\u00e9=v", "k=\u00e9"
          }) {
        Context context = format.read(headers("baggage", "a=1," + bad + ",,b=2"));
        assertThat(context.tags())
            .as(bad)
            .isEqualTo(TagSet.builder().add("a", "1").add("b", "2").build());
      }
      assertThat(logs.warnings())
          .containsExactly(
              "A member of a record's header \"baggage\" is left out, it is not key=value: bytes 4"
                  + " to 11");
    }
  }

  @Test
  void last_of_a_key_and_of_a_header_counts() {
    assertThat(format.read(headers("baggage", "a=1,a=2")).tags()).isEqualTo(TagSet.of("a", "2"));
    assertThat(format.read(headers("baggage", "a=1", "baggage", "b=2")).tags())
        .isEqualTo(TagSet.of("b", "2"));
  }

  @Test
  void key_that_baggage_cannot_have_is_said_and_the_rest_travels() {
    try (Logs logs = new Logs()) {
      Context context = Context.of(TagSet.builder().add("a b", "1").add("c", "2").build());
      assertThat(written(format, context)).isEqualTo(Map.of("baggage", "c=2"));
      assertThat(written(format, Context.of("\u00e9", "1"))).isEmpty();
      assertThat(logs.warnings())
          .containsExactly(
              "Context tag \"a b\" does not travel with records: the header \"baggage\" has no"
                  + " such keys");
    }
  }

  @Test
  void type_that_is_given_twice_is_the_first_here_and_for_the_next_service() {
    String twice = "b=true;kamon=text;x=1 ;kamon=boolean;y=2";
    Context context = format.read(headers("baggage", twice));
    assertThat(context.tags()).isEqualTo(TagSet.of("b", "true"));
    assertThat(written(format, context)).isEqualTo(Map.of("baggage", "b=true;x=1;y=2"));
  }

  @Test
  void key_with_line_breaks_does_not_break_the_log() {
    try (Logs logs = new Logs()) {
      assertThat(written(format, Context.of("a\r\nERROR forged \u001b[2J\u2028\u202e", "1")))
          .isEmpty();
      assertThat(logs.warnings())
          .containsExactly(
              "Context tag \"a??ERROR forged ?[2J??\" does not travel with records: the header"
                  + " \"baggage\" has no such keys");
    }
  }

  @Test
  void what_everybody_has_to_pass_on_is_passed_on_and_no_more() {
    TagSet most = tags(64);
    assertThat(
            format
                .read(headers("baggage", written(format, Context.of(most)).get("baggage")))
                .tags())
        .isEqualTo(most);
    assertThat(written(format, Context.of(tags(65)))).isEmpty();
    assertThat(written(format, Context.of("a", "x".repeat(8190)))).hasSize(1);
    assertThat(written(format, Context.of("a", "x".repeat(8191)))).isEmpty();
    String members =
        IntStream.range(0, 1000).mapToObj(i -> "k" + i + "=1").collect(Collectors.joining(","));
    assertThat(format.read(headers("baggage", members)).tags().iterator().size()).isEqualTo(64);
    assertThat(format.read(headers("baggage", "a=" + "x".repeat(8191)))).isSameAs(Context.Empty());
  }

  @Test
  void more_can_be_allowed() {
    format =
        configured(
            "w3c",
            "double",
            "kamon.instrumentation.kafka.client.tracing.incoming.max-tags = 100",
            "kamon.instrumentation.kafka.client.tracing.incoming.max-size = 10 KiB");
    TagSet most = tags(100);
    assertThat(
            format
                .read(headers("baggage", written(format, Context.of(most)).get("baggage")))
                .tags())
        .isEqualTo(most);
    assertThat(written(format, Context.of("a", "x".repeat(10238)))).hasSize(1);
  }

  private static TagSet tags(int count) {
    TagSet.Builder tags = TagSet.builder();
    for (int i = 0; i < count; i++) {
      tags.add("key" + i, "value" + i);
    }
    return tags.build();
  }
}
