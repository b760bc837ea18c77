package kamon.instrumentation.kafka.jmh.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import freemarker.core.ArithmeticEngine;
import freemarker.template.Configuration;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import kamon.instrumentation.kafka.jmh.Results;
import kamon.instrumentation.kafka.jmh.endtoend.Tracing;
import kamon.instrumentation.kafka.jmh.listeners.Listening;
import kamon.instrumentation.kafka.jmh.tools.Collector;
import kamon.instrumentation.kafka.jmh.tools.Incoming;
import kamon.instrumentation.kafka.jmh.tools.Parent;
import kamon.instrumentation.kafka.jmh.tools.Tool;

/** Writes performance.md and its charts: performance.ftl, filled in with what was measured last. */
public final class Report {
  private Report() {}

  public static void write(Set<String> parts) throws IOException, TemplateException {
    Map<String, Object> model = new HashMap<>();
    model.put("tools", Tool.values());
    model.put("parents", Parent.values());
    model.put("incomings", Incoming.values());
    model.put("collectors", Collector.values());
    model.put("tracings", Tracing.values());
    model.put("listenings", Listening.values());
    model.put("nothing", Figures.Cost.UNKNOWN);
    model.put("charts", new BarChart(Results.docs().resolve("performance")));
    List<Object> measured = new ArrayList<>();
    for (String part : parts) {
      JsonNode results = Results.read(part);
      model.put(part, new Figures(results.path("figures")));
      if (!results.isEmpty()) {
        measured.add(new ObjectMapper().convertValue(results, Map.class));
      }
    }
    model.put("results", measured);

    Configuration freemarker = new Configuration(Configuration.VERSION_2_3_34);
    freemarker.setClassForTemplateLoading(Report.class, "");
    freemarker.setLocale(Locale.ROOT);
    freemarker.setNumberFormat("computer");
    freemarker.setArithmeticEngine(ArithmeticEngine.CONSERVATIVE_ENGINE); // it knows NaN
    freemarker.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
    StringWriter page = new StringWriter();
    freemarker.getTemplate("performance.ftl", "UTF-8").process(model, page);
    Path file = Results.docs().resolve("performance.md");
    Files.createDirectories(Results.docs());
    Files.writeString(file, page.toString());
    System.out.println("Wrote " + file);
  }
}
