package kamon.instrumentation.kafka.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class ReliabilityPageIT {

  @Test
  void the_published_page_is_what_texts_and_figures_give() throws Exception {
    assertThat(Files.readString(Figures.docs().resolve("reliability.md")).replace("\r\n", "\n"))
        .isEqualTo(ReliabilityPage.text());
  }
}
