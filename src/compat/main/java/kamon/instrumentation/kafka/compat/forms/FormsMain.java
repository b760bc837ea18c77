package kamon.instrumentation.kafka.compat.forms;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import kamon.instrumentation.kafka.compat.program.KamonLife;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Compiles each form of a language alone, runs it, and prints how that went. */
public final class FormsMain {
  /** What a line that says how a form went begins with. */
  public static final String MARK = "form:";

  private final Language language;
  private final Path sources;
  private final Path classes;
  private final ByteArrayOutputStream said;

  private FormsMain(Language language, Path directory, ByteArrayOutputStream said)
      throws IOException {
    this.language = language;
    this.said = said;
    this.sources = Files.createDirectories(directory.resolve("sources"));
    this.classes = Files.createDirectories(directory.resolve("classes"));
  }

  /** Arguments: name of the language, an empty directory. */
  public static void main(String... args) throws Exception {
    PrintStream console = System.err;
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, failure) -> {
          failure.printStackTrace(console);
          System.exit(1); // Kamon's threads would keep a failed JVM for ever
        });
    // Before Kamon, because Scala keeps the stream that it finds first.
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setErr(new PrintStream(said, true, "UTF-8"));
    FormsMain forms = new FormsMain(Language.valueOf(args[0]), Paths.get(args[1]), said);
    KamonLife.begin();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {forms.classes.toUri().toURL()})) {
      for (Form form : Form.read(forms.language.table())) {
        String refusal = forms.compile(form);
        if (refusal.isEmpty()) {
          Class<?> compiled = loader.loadClass("forms." + form.name());
          for (int i = 1; i <= form.arguments().size(); i++) {
            print(form, i, run(compiled, form, i));
          }
        } else {
          print(form, 0, "refused " + refusal);
        }
      }
    }
    KamonLife.end();
  }

  private static void print(Form form, int arguments, String outcome) {
    System.out.println(MARK + form.name() + ":" + arguments + ":" + outcome);
  }

  /** What the compiler says when it makes no class, in one line; else empty. */
  private String compile(Form form) throws IOException, ReflectiveOperationException {
    Path source = sources.resolve(form.name() + language.syntax().ending());
    Files.write(source, language.syntax().source(form).getBytes(StandardCharsets.UTF_8));
    said.reset();
    return Compilers.compile(language, source, classes, "forms." + form.name())
        ? ""
        : said.toString("UTF-8").replaceAll("\\s+", " ") + ".";
  }

  private static String run(Class<?> compiled, Form form, int arguments)
      throws ReflectiveOperationException {
    Service service = new Service();
    ConsumerRecord<String, String> record =
        new ConsumerRecord<>(form.name() + "-" + arguments, 0, 0, "key", "value");
    try {
      Object result =
          compiled
              .getMethod("with" + arguments, ConsumerRecord.class, Service.class)
              .invoke(null, record, service);
      return result == null ? "none" : Service.RESULT.equals(result) ? "value" : "other " + result;
    } catch (InvocationTargetException e) {
      Throwable failure = e.getCause();
      return service.threw(failure) ? "throws" : "breaks " + failure;
    } finally {
      service.finish();
    }
  }
}
