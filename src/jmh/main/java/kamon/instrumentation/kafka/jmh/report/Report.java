package kamon.instrumentation.kafka.jmh.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import freemarker.core.ArithmeticEngine;
import freemarker.template.Configuration;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import kamon.instrumentation.kafka.jmh.Results;
import kamon.instrumentation.kafka.jmh.endtoend.Tracing;
import kamon.instrumentation.kafka.jmh.tools.Collector;
import kamon.instrumentation.kafka.jmh.tools.Incoming;
import kamon.instrumentation.kafka.jmh.tools.Parent;
import kamon.instrumentation.kafka.jmh.tools.Tool;

/** Writes performance.md and its charts from what was measured last: performance.ftl, filled in. */
public final class Report {
  private Report() {}

  public static void write(Collection<String> parts) {
    Path file = Results.docs().resolve("performance.md");
    Configuration freemarker = new Configuration(Configuration.VERSION_2_3_34);
    freemarker.setClassForTemplateLoading(Report.class, "");
    freemarker.setDefaultEncoding(UTF_8.name());
    freemarker.setLocale(Locale.ROOT);
    freemarker.setNumberFormat("computer");
    freemarker.setArithmeticEngine(ArithmeticEngine.CONSERVATIVE_ENGINE); // it knows NaN
    freemarker.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
    freemarker.setLogTemplateExceptions(false);
    try {
      StringWriter page = new StringWriter();
      freemarker.getTemplate("performance.ftl").process(model(parts), page);
      Files.createDirectories(Results.docs());
      Files.writeString(file, page.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (TemplateException e) {
      throw new IllegalStateException(e);
    }
    System.out.println("Wrote " + file);
  }

  private static Map<String, Object> model(Collection<String> parts) {
    Map<String, Object> model = new HashMap<>();
    parts.forEach(part -> model.put(part, new Figures(part)));
    model.put(
        "results",
        parts.stream()
            .flatMap(part -> Results.read(part).stream())
            .map(results -> new ObjectMapper().convertValue(results, Map.class))
            .toList());
    model.put("tools", Tool.values());
    model.put("parents", Parent.values());
    model.put("incomings", Incoming.values());
    model.put("collectors", Collector.values());
    model.put("tracings", Tracing.values());
    model.put("nothing", new Cost(Double.NaN, Double.NaN));
    model.put("charts", new BarChart(Results.docs().resolve("performance")));
    return model;
  }
}
