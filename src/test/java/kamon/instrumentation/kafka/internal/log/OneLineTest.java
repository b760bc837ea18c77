package kamon.instrumentation.kafka.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class OneLineTest {

  @Test
  void line_without_what_could_break_it_stays_the_same() {
    String line = "topic \u00e9\u4e2d \ud83d\ude00, \u201cquoted\u201d";
    assertThat(OneLine.of(line)).isSameAs(line);
    assertThat(OneLine.of((String) null)).isNull();
  }

  @Test
  void what_ends_lines_moves_cursors_or_turns_text_around_is_a_question_mark() {
    assertThat(OneLine.of("a\r\nb\tc\u001b[2Jd\u0085e\u2028f\u2029g\u202eh\u0000i\u007f"))
        .isEqualTo("a??b?c?[2Jd?e?f?g?h?i?");
  }

  @Test
  void long_line_is_cut() {
    assertThat(OneLine.of("x".repeat(OneLine.MAX))).hasSize(OneLine.MAX);
    assertThat(OneLine.of("x".repeat(OneLine.MAX + 1)))
        .isEqualTo("x".repeat(OneLine.MAX) + "\u2026");
  }

  @Test
  void failure_that_says_one_line_is_logged_as_it_is() {
    Throwable failure = new IllegalStateException("one", new IllegalArgumentException("line"));
    assertThat(OneLine.of(failure)).isSameAs(failure);
  }

  @Test
  void failure_that_says_more_is_shown_on_one_line_with_its_place() {
    Throwable broken = new IllegalArgumentException("a\nb");
    Throwable failure = new IllegalStateException("one", broken);
    assertThat(OneLine.of(broken))
        .hasMessage("java.lang.IllegalArgumentException: a?b")
        .hasNoCause();
    assertThat(OneLine.of(failure)).hasMessage("java.lang.IllegalStateException: one").hasNoCause();
    assertThat(OneLine.of(failure).getStackTrace()).isEqualTo(failure.getStackTrace());
  }

  @Test
  void causes_in_a_circle_end() {
    Throwable one = new IllegalStateException("one");
    Throwable other = new IllegalStateException("other", one);
    one.initCause(other);
    assertThat(OneLine.of(one)).isSameAs(one);
  }
}
