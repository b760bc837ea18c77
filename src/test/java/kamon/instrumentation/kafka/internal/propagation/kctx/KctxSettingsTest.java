package kamon.instrumentation.kafka.internal.propagation.kctx;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** When our own codec may stand in for Kamon's, and when Kamon's has to do it. */
@Tag("unit")
class KctxSettingsTest {
  private static final Config CONFIG = ConfigFactory.load();
  private static final String CHANNEL = "kamon.propagation.binary.default.";
  private static final String OTHER = OtherEntry.class.getName();

  @Test
  void span_is_all_that_travels_by_default() {
    KctxSettings settings = settings("");
    assertThat(settings.writesSpanOnly()).isTrue();
    assertThat(settings.readsSpanOnly()).isTrue();
    assertThat(settings.writers()).isEmpty();
    assertThat(settings.readers()).isEmpty();
    assertThat(settings.maxOutgoing()).isEqualTo(2048);
    assertThat(settings.includeUpstreamName()).isTrue();
  }

  @Test
  void entry_of_the_applications_brings_all_of_its_side_and_leaves_the_other() {
    KctxSettings out = settings(CHANNEL + "entries.outgoing.other = \"" + OTHER + '"');
    assertThat(out.writesSpanOnly()).isFalse();
    assertThat(out.writers()).containsOnlyKeys("span", "other");
    assertThat(out.writers().get("other")).isInstanceOf(OtherEntry.class);
    assertThat(out.readsSpanOnly()).isTrue();
    assertThat(out.readers()).isEmpty();
    KctxSettings in = settings(CHANNEL + "entries.incoming.other = \"" + OTHER + '"');
    assertThat(in.readsSpanOnly()).isFalse();
    assertThat(in.readers()).containsOnlyKeys("span", "other");
    assertThat(in.readers().get("other")).isInstanceOf(OtherEntry.class);
    assertThat(in.writesSpanOnly()).isTrue();
    assertThat(in.writers()).isEmpty();
  }

  @Test
  void span_in_a_codec_of_the_applications_is_not_ours_to_write_or_read() {
    KctxSettings settings =
        settings(
            CHANNEL + "entries.outgoing.span = \"" + OTHER + "\"\n",
            CHANNEL + "entries.incoming.span = \"" + OTHER + '"');
    assertThat(settings.writesSpanOnly()).isFalse();
    assertThat(settings.writers()).containsOnlyKeys("span");
    assertThat(settings.readsSpanOnly()).isFalse();
    assertThat(settings.readers()).containsOnlyKeys("span");
  }

  @Test
  void channel_without_entries_is_kamons_to_write_and_read() {
    Config none =
        CONFIG
            .withoutPath(CHANNEL + "entries.outgoing.span")
            .withoutPath(CHANNEL + "entries.incoming.span");
    KctxSettings settings = new KctxSettings(none);
    assertThat(settings.writesSpanOnly()).isFalse();
    assertThat(settings.writers()).isEmpty();
    assertThat(settings.readsSpanOnly()).isFalse();
    assertThat(settings.readers()).isEmpty();
  }

  @Test
  void limit_is_never_more_than_kamons_format_can_hold() {
    assertThat(settings(CHANNEL + "max-outgoing-size = 3 GiB").maxOutgoing())
        .isEqualTo(16 * 1024 * 1024);
  }

  /** Kamon itself says what is wrong. */
  @Test
  void channel_that_cannot_be_read_is_written_by_kamon() {
    KctxSettings settings = new KctxSettings(CONFIG.withoutPath("kamon.propagation.binary"));
    assertThat(settings.writesSpanOnly()).isFalse();
    assertThat(settings.readsSpanOnly()).isTrue();
    assertThat(settings.maxOutgoing()).isEqualTo(2048);
    assertThat(settings.writers()).isEmpty();
  }

  private static KctxSettings settings(String... lines) {
    return new KctxSettings(
        ConfigFactory.parseString(String.join("", lines)).resolve().withFallback(CONFIG));
  }
}
