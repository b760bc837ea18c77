package kamon.instrumentation.kafka.compat.forms;

/** A compiler in one of its modes. */
public enum Language {
  JAVAC_8("java", Syntax.JAVA, ""),
  JAVAC_17("java", Syntax.JAVA, ""),
  ECLIPSE_8("java", Syntax.JAVA, "org.eclipse.jdt:ecj"),
  ECLIPSE_17("java", Syntax.JAVA, "org.eclipse.jdt:ecj"),
  GROOVY("groovy", Syntax.GROOVY, "org.apache.groovy:groovy"),
  GROOVY_STATIC("groovy", Syntax.GROOVY_STATIC, "org.apache.groovy:groovy"),
  SCALA_2_12("scala-2.12", Syntax.SCALA, "org.scala-lang:scala-compiler"),
  SCALA_2_13("scala-2.13", Syntax.SCALA, "org.scala-lang:scala-compiler"),
  SCALA_3("scala-3", Syntax.SCALA, "org.scala-lang:scala3-compiler_3"),
  KOTLIN("kotlin", Syntax.KOTLIN, "org.jetbrains.kotlin:kotlin-compiler-embeddable");

  private final String table;
  private final Syntax syntax;
  private final String compiler;

  Language(String table, Syntax syntax, String compiler) {
    this.table = table;
    this.syntax = syntax;
    this.compiler = compiler;
  }

  public String table() {
    return table;
  }

  /** Whether there is an artifact of ours for it. */
  public boolean hasFacade() {
    return syntax == Syntax.SCALA || syntax == Syntax.KOTLIN;
  }

  Syntax syntax() {
    return syntax;
  }

  /** Group and artifact, or empty when the JDK has it. */
  public String compiler() {
    return compiler;
  }
}
