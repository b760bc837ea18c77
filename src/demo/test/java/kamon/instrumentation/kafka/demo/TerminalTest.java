package kamon.instrumentation.kafka.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TerminalTest {

  private static final Map<String, String> XTERM = Map.of("TERM", "xterm");

  @Test
  void pipe_gets_no_colours_and_the_default_width() {
    assertThat(Terminal.of(StandardCharsets.UTF_8, false, XTERM))
        .isEqualTo(new Terminal(StandardCharsets.UTF_8, true, false, 110));
  }

  // IBM437 is what a Windows console speaks in many countries.
  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "IBM437"})
  void blocks_are_used_where_the_charset_has_them(String charset) {
    assertThat(Terminal.of(Charset.forName(charset), true, XTERM).blocks()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"US-ASCII", "ISO-8859-1", "windows-1252"})
  void other_charsets_get_plain_ascii(String charset) {
    assertThat(Terminal.of(Charset.forName(charset), true, XTERM).blocks()).isFalse();
  }

  @Test
  void colours_need_a_terminal_that_knows_them_and_a_user_who_wants_them() {
    assertThat(interactive(XTERM).colours()).isTrue();
    assertThat(interactive(Map.of("WT_SESSION", "1")).colours()).isTrue();
    assertThat(interactive(Map.of("TERM", "xterm", "NO_COLOR", "")).colours()).isFalse();
    assertThat(interactive(Map.of("TERM", "dumb")).colours()).isFalse();
    assertThat(interactive(Map.of()).colours()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"100,100", "20,80", "999,240", "wide,110", "-5,110", "99999999999,110", "'',110"})
  void columns_set_the_width_within_reason(String columns, int width) {
    assertThat(interactive(Map.of("COLUMNS", columns)).width()).isEqualTo(width);
  }

  private static Terminal interactive(Map<String, String> environment) {
    return Terminal.of(StandardCharsets.UTF_8, true, environment);
  }
}
