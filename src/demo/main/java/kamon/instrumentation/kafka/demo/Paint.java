package kamon.instrumentation.kafka.demo;

/** Colours, where the terminal has them. */
final class Paint {
  private static final String[] SERVICES = {"36", "33", "35", "32"};

  private final boolean on;

  Paint(boolean on) {
    this.on = on;
  }

  String heading(String text) {
    return in("1", text);
  }

  String faint(String text) {
    return in("2", text);
  }

  String service(int number, String text) {
    return in(SERVICES[number % SERVICES.length], text);
  }

  private String in(String code, String text) {
    return on ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
