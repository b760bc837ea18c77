package kamon.instrumentation.kafka.compat.forms;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A line of a table in resources/forms. */
public final class Form {
  /** Arguments before the action, by what is left to the defaults. */
  private static final List<String> ARGUMENTS =
      Arrays.asList("record", "record, \"named\"", "record, \"named\", false");

  private static final List<String> RECORDS =
      Arrays.asList(
          "java.util.Collections.singletonList(record)",
          "java.util.Collections.singletonList(record), \"named\"");

  private static final int COLUMNS = 4;
  // Between what comes first, which may end in a semicolon itself, and the call.
  private static final String SEPARATOR = ";; ";

  private final String name;
  private final String outcome;
  private final String thrown;
  private final String code;

  private Form(String name, String outcome, String thrown, String code) {
    this.name = name;
    this.outcome = outcome;
    this.thrown = thrown;
    this.code = code;
  }

  /** All of a table. */
  public static List<Form> read(String table) throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Form.class.getResourceAsStream("/forms/" + table + ".txt"),
                StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .map(Form::parse)
          .collect(Collectors.toList());
    }
  }

  private static Form parse(String line) {
    String[] cells = line.split(" +\\| +", COLUMNS);
    return new Form(cells[0].trim(), cells[1], cells[2], cells[3]);
  }

  public String name() {
    return name;
  }

  /** none, value, throws, "refused" with what the compiler says, or "breaks" with the error. */
  public String outcome() {
    return outcome;
  }

  public boolean isRefused() {
    return outcome.startsWith("refused ");
  }

  public boolean isBroken() {
    return outcome.startsWith("breaks ");
  }

  /** Each list of arguments that the method takes before the action. */
  public List<String> arguments() {
    String call = code.substring(callAt());
    if (call.contains("Batch")) {
      return RECORDS;
    }
    boolean goesOn =
        call.startsWith("later(") || call.contains("Async(") || call.contains(".withConsumerSpan(");
    return goesOn ? ARGUMENTS.subList(0, 2) : ARGUMENTS;
  }

  /** Whether the call gives the result of the action. */
  boolean hasResult() {
    String call = code.substring(callAt());
    return outcome.equals("value") || call.startsWith("call") || call.startsWith("later(");
  }

  /** What Java's compiler must take for all that can be thrown. */
  String thrown() {
    return thrown.equals("-") ? "" : "throws " + thrown;
  }

  /** What comes before the call. */
  String setup() {
    return code.substring(0, Math.max(0, callAt() - SEPARATOR.length())).trim();
  }

  String call(String arguments) {
    // For who calls the record itself, or a list of it.
    String more = arguments.replaceFirst("^[^,]+(, )?", "");
    return code.substring(callAt())
        .replace("run(ARGS", "KafkaInstrumentation.runWithConsumerSpan(" + arguments)
        .replace("call(ARGS", "KafkaInstrumentation.callWithConsumerSpan(" + arguments)
        .replace("later(ARGS", "KafkaInstrumentation.runWithConsumerSpanAsync(" + arguments)
        .replace("runBatch(ARGS", "KafkaInstrumentation.runWithBatchSpan(" + arguments)
        .replace("callBatch(ARGS", "KafkaInstrumentation.callWithBatchSpan(" + arguments)
        .replace("ARGS", arguments)
        .replace(more.isEmpty() ? "MORE, " : "MORE", more)
        .replace("MORE", "");
  }

  private int callAt() {
    int setupEnd = code.lastIndexOf(SEPARATOR);
    return setupEnd < 0 ? 0 : setupEnd + SEPARATOR.length();
  }
}
