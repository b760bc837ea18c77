package kamon.instrumentation.kafka.docs;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** docs/grafana-dashboard.json: JSON is HOCON, too. */
record Dashboard(List<Panel> panels, List<String> variables) {
  static final Path FILE = Path.of("..", "docs", "grafana-dashboard.json");

  /** A chart; its unit is Grafana's name for it. */
  record Panel(String title, String unit, List<Query> queries) {}

  /** A line of a chart, or several. */
  record Query(String promQl, String legend) {
    private static final Pattern SELECTOR =
        Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)\\{([^}]*)}(?:\\[[^]]*])?");
    private static final Pattern BY = Pattern.compile("\\bby \\(([^)]*)\\)");
    private static final Pattern WORD = Pattern.compile("[a-zA-Z_]+");
    private static final Pattern LEGEND = Pattern.compile("\\{\\{(\\w+)}}");

    List<Selector> selectors() {
      return SELECTOR
          .matcher(promQl)
          .results()
          .map(found -> new Selector(found.group(1), Selector.matchers(found.group(2))))
          .toList();
    }

    /** Labels that the result has. */
    Set<String> by() {
      Set<String> labels = new TreeSet<>();
      BY.matcher(promQl).results().forEach(by -> labels.addAll(List.of(by.group(1).split(", "))));
      return labels;
    }

    Set<String> functions() {
      String rest = BY.matcher(SELECTOR.matcher(promQl).replaceAll("")).replaceAll("");
      Set<String> words = new TreeSet<>();
      WORD.matcher(rest).results().forEach(word -> words.add(word.group()));
      return words;
    }

    Set<String> shownLabels() {
      Set<String> labels = new TreeSet<>();
      LEGEND.matcher(legend).results().forEach(label -> labels.add(label.group(1)));
      return labels;
    }
  }

  /** Which series are wanted; with a dashboard's variables, which are "all" here. */
  record Selector(String metric, Map<String, String> matchers) {
    private static final Pattern MATCHER = Pattern.compile("(\\w+)(=~?)\"([^\"]*)\"(?:, |$)");

    static Map<String, String> matchers(String text) {
      Map<String, String> matchers = new TreeMap<>();
      Matcher each = MATCHER.matcher(text);
      int end = 0;
      while (each.find(end) && each.start() == end) {
        String value = each.group(3);
        boolean exact = each.group(2).equals("=");
        matchers.put(
            each.group(1), exact ? Pattern.quote(value) : value.startsWith("$") ? ".*" : value);
        end = each.end();
      }
      if (end != text.length()) {
        throw new IllegalArgumentException("Not understood: " + text);
      }
      return matchers;
    }

    boolean selects(String name, Map<String, String> labels) {
      return name.matches(metric)
          && matchers.entrySet().stream()
              .allMatch(
                  matcher -> labels.getOrDefault(matcher.getKey(), "").matches(matcher.getValue()));
    }
  }

  static Dashboard read() {
    Config json = ConfigFactory.parseFile(FILE.toFile());
    List<Panel> panels = new ArrayList<>();
    for (Config panel : json.getConfigList("panels")) {
      if (!panel.getString("type").equals("row")) {
        panels.add(
            new Panel(
                panel.getString("title"),
                panel.getString("fieldConfig.defaults.unit"),
                panel.getConfigList("targets").stream()
                    .map(
                        target ->
                            new Query(target.getString("expr"), target.getString("legendFormat")))
                    .toList()));
      }
    }
    List<String> variables =
        json.getConfigList("templating.list").stream()
            .filter(variable -> variable.getString("type").equals("query"))
            .map(variable -> variable.getString("query.query"))
            .toList();
    return new Dashboard(panels, variables);
  }
}
