package kamon.instrumentation.kafka.reliability.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import kamon.Kamon;
import kamon.context.Context;
import kamon.tag.TagSet;
import kamon.trace.Identifier;
import kamon.trace.Span;
import kamon.trace.Trace$;
import kamon.trace.Trace$SamplingDecision$DoNotSample$;
import kamon.trace.Trace$SamplingDecision$Sample$;
import kamon.trace.Trace$SamplingDecision$Unknown$;
import kamon.trace.Trace.SamplingDecision;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** What each format writes, in each form that a header can have: where a fuzzer starts. */
public final class SeedMain {
  private static final SamplingDecision[] DECISIONS = {
    Trace$SamplingDecision$Sample$.MODULE$,
    Trace$SamplingDecision$DoNotSample$.MODULE$,
    Trace$SamplingDecision$Unknown$.MODULE$
  };

  private static final String[][] TEXTS = {
    {"tracestate", "vendor=t61rcWkgMzE,tenant@system=00f067aa0ba902b7"},
    {"baggage", "a=1,b=two%20words;kamon=long;ttl=1,c=true;kamon=boolean, d = 5 ;kamon=long"},
    {"b3", "d"},
    {"b3", "0"},
    {"X-B3-Flags", "1"},
    {"context-tags", "tenant=acme;a=1;b=%20;"},
    {"uber-trace-id", "5b8aa5a2d2c872e8321cf37308d69df2:51581bf3cb55c13:0:1"},
    {"x-datadog-trace-id", "12345678901234567890"},
    {"x-datadog-parent-id", "1234"},
  };

  private SeedMain() {}

  /**
   * Writes them.
   *
   * @param args a directory
   */
  public static void main(String[] args) throws Throwable {
    FuzzTarget.fuzzerInitialize();
    List<byte[]> seeds = new ArrayList<>();
    for (Readers reader : Readers.values()) {
      for (int i = 0; i < 12; i++) {
        seeds.add(seed(reader, i));
      }
    }
    Corpus.writeFiles(seeds, Path.of(args[0]));
    System.exit(0);
  }

  private static byte[] seed(Readers reader, int i) {
    Identifier.Scheme scheme = Kamon.identifierScheme();
    Span span =
        new Span.Remote(
            scheme.spanIdFactory().generate(),
            i % 2 == 0 ? Identifier.Empty() : scheme.spanIdFactory().generate(),
            Trace$.MODULE$.create(scheme.traceIdFactory().generate(), DECISIONS[i % 3]));
    TagSet tags =
        i % 4 == 0
            ? TagSet.Empty()
            : TagSet.builder().add("tenant", "acme \u00e9").add("n", -42L).add("b", true).build();
    Headers headers = new RecordHeaders();
    reader.format().write(Context.of(Span.Key(), span, tags), span, headers);
    for (String[] text : TEXTS) {
      if (i % 3 == 2 && reader != Readers.KCTX) {
        headers.add(text[0], text[1].getBytes(UTF_8));
      }
    }
    ByteArrayOutputStream seed = new ByteArrayOutputStream();
    seed.write(reader.number());
    seed.write(i * 0x25);
    for (Header header : headers) {
      write(seed, WireInput.head(header.key()) | (i % 8) << 5, header.value());
    }
    write(seed, 16, "key-1".getBytes(UTF_8));
    write(seed, 19, "any name".getBytes(UTF_8));
    return seed.toByteArray();
  }

  private static void write(ByteArrayOutputStream to, int head, byte[] value) {
    to.write(head);
    to.write(value.length);
    to.write(value.length >> 8);
    to.writeBytes(value);
  }
}
