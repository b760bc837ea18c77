package kamon.instrumentation.kafka.compat.deployments;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a worker says of a connector.
 *
 * @param tasks their states, by their numbers
 * @param failures what the tasks that have failed have thrown, by their numbers
 */
record ConnectorState(String state, Map<Integer, String> tasks, Map<Integer, String> failures) {
  private static final Pattern STATE = Pattern.compile("\"state\":\"([A-Z]+)\"");
  private static final Pattern ID = Pattern.compile("^(\\d+),");
  private static final Pattern FAILURE = Pattern.compile("never \\d+");

  /**
   * @param json as the worker's REST interface gives it
   */
  static ConnectorState of(String json) {
    String[] parts = json.split("\\{\"id\":", -1);
    Map<Integer, String> tasks = new TreeMap<>();
    Map<Integer, String> failures = new TreeMap<>();
    for (String part : List.of(parts).subList(1, parts.length)) {
      int id = Integer.parseInt(first(ID, part));
      tasks.put(id, first(STATE, part));
      if (tasks.get(id).equals("FAILED")) {
        failures.put(id, first(FAILURE, part));
      }
    }
    return new ConnectorState(first(STATE, parts[0]), tasks, failures);
  }

  private static String first(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new IllegalArgumentException(pattern + " is not in " + text);
    }
    return matcher.groupCount() == 0 ? matcher.group() : matcher.group(1);
  }

  /** The tasks in that state. */
  List<Integer> in(String wanted) {
    return tasks.keySet().stream().filter(task -> tasks.get(task).equals(wanted)).toList();
  }

  /** Of the connector and so many tasks. */
  boolean isAll(String wanted, int count) {
    return state.equals(wanted)
        && tasks.size() == count
        && tasks.values().stream().allMatch(wanted::equals);
  }
}
