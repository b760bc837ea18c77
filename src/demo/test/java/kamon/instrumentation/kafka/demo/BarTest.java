package kamon.instrumentation.kafka.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BarTest {

  @ParameterizedTest
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "0.0,1.0,████,####",
        "0.0,0.5,██  ,##  ",
        "0.25,0.5, █  , #  ",
        "0.125,0.875,▐██▌,####",
        "0.375,0.5, ▐  , #  ",
        "0.5,0.625,  ▌ ,  # ",
      })
  void covers_its_time_to_half_a_character(double from, double to, String blocks, String ascii) {
    assertThat(Bar.draw(from, to, 4, Bar.BLOCKS)).isEqualTo(blocks);
    assertThat(Bar.draw(from, to, 4, Bar.ASCII)).isEqualTo(ascii);
  }

  @ParameterizedTest
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      value = {"0.0,▌   ", "0.4999,  ▌ ", "0.99,   ▐", "1.0,   ▐"})
  void is_seen_however_short_it_is(double moment, String line) {
    assertThat(Bar.draw(moment, moment, 4, Bar.BLOCKS)).isEqualTo(line);
  }
}
