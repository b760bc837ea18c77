package kamon.instrumentation.kafka.compat.forms;

/** How a language writes a class with a static method for each list of arguments. */
enum Syntax {
  JAVA(
      ".java",
      ";",
      "public final class %s {",
      "  public static Object with%d(ConsumerRecord<String, String> record, Service service) %s {",
      "String result = %s; return result;",
      "%s; return null;"),
  GROOVY(
      ".groovy",
      "",
      "class %s {",
      "  static Object with%d(ConsumerRecord<String, String> record, Service service) {",
      "String result = %s; return result",
      "%s; return null"),
  GROOVY_STATIC(
      ".groovy",
      "",
      "@groovy.transform.CompileStatic class %s {",
      "  static Object with%d(ConsumerRecord<String, String> record, Service service) {",
      "String result = %s; return result",
      "%s; return null"),
  SCALA(
      ".scala",
      "",
      "import kamon.instrumentation.kafka.scaladsl\nobject %s {",
      "  def with%d(record: ConsumerRecord[String, String], service: Service): AnyRef = {",
      "val result: String = %s; result",
      "%s; null"),
  KOTLIN(
      ".kt",
      "",
      "import kamon.instrumentation.kafka.*\nobject %s {",
      "  @JvmStatic fun with%d(record: ConsumerRecord<String, String>, service: Service): Any? {",
      "val result: String = %s; return result",
      "%s; return null");

  private static final String[] IMPORTS = {
    "java.io.IOException",
    "java.util.concurrent.Callable",
    "java.util.concurrent.CompletableFuture",
    "java.util.concurrent.ExecutionException",
    "java.util.function.Supplier",
    "kamon.instrumentation.kafka.KafkaInstrumentation",
    "kamon.instrumentation.kafka.compat.forms.Service",
    "org.apache.kafka.clients.consumer.ConsumerRecord"
  };

  private final String ending;
  private final String stop;
  private final String type;
  private final String method;
  private final String withResult;
  private final String withoutResult;

  Syntax(
      String ending,
      String stop,
      String type,
      String method,
      String withResult,
      String withoutResult) {
    this.ending = ending;
    this.stop = stop;
    this.type = type;
    this.method = method;
    this.withResult = withResult;
    this.withoutResult = withoutResult;
  }

  String ending() {
    return ending;
  }

  String source(Form form) {
    StringBuilder source = new StringBuilder("package forms" + stop + "\n");
    for (String name : IMPORTS) {
      source.append("import ").append(name).append(stop).append('\n');
    }
    source.append(String.format(type, form.name())).append('\n');
    for (int i = 0; i < form.arguments().size(); i++) {
      String call = form.call(form.arguments().get(i));
      source
          .append(String.format(method, i + 1, form.thrown()))
          .append("\n    ")
          .append(form.setup())
          .append("\n    ")
          .append(String.format(form.hasResult() ? withResult : withoutResult, call))
          .append("\n  }\n");
    }
    return source.append("}\n").toString();
  }
}
