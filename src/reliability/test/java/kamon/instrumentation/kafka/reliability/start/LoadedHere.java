package kamon.instrumentation.kafka.reliability.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The classes that an application with Kafka and Kamon, and no framework, has loaded. */
record LoadedHere(List<String> names) {
  private static final Pattern LINE = Pattern.compile("\\[class,load *] (\\S+) source: .*");
  private static final String OURS = "kamon.instrumentation.kafka.";
  private static final String AGENT = OURS + "agent.";

  static LoadedHere by(boolean withAgent) {
    Start.Outcome outcome =
        new Start("loaded classes").flags("-Xlog:class+load").after("kamon").run(withAgent);
    assertThat(outcome.exitCode()).isZero();
    return new LoadedHere(
        outcome.all().stream()
            .map(LINE::matcher)
            .filter(Matcher::find)
            .map(line -> line.group(1))
            .toList());
  }

  int count() {
    return names.size();
  }

  List<String> ofAgent() {
    return matching(Pattern.quote(AGENT) + ".*");
  }

  List<String> ofLibrary() {
    return ours().filter(name -> !name.startsWith(AGENT)).toList();
  }

  List<String> matching(String pattern) {
    return names.stream().filter(name -> name.matches(pattern)).toList();
  }

  private Stream<String> ours() {
    return names.stream()
        .filter(name -> name.startsWith(OURS))
        .filter(name -> !name.startsWith(OURS + "reliability."));
  }
}
