package kamon.instrumentation.kafka.compat.spring;

import java.io.File;
import java.io.IOException;
import java.util.Arrays;
import org.springframework.boot.loader.tools.Library;
import org.springframework.boot.loader.tools.LibraryScope;
import org.springframework.boot.loader.tools.Repackager;

/**
 * Packs an executable jar with the tools of the Spring Boot on the class path. Arguments: the
 * application's classes as a jar, the jar to write, its main class, and its libraries.
 */
public final class Packing {
  private Packing() {}

  public static void main(String[] args) throws IOException {
    Repackager repackager = new Repackager(new File(args[0]));
    repackager.setMainClass(args[2]);
    repackager.repackage(
        new File(args[1]),
        callback -> {
          for (String library : Arrays.asList(args).subList(3, args.length)) {
            callback.library(new Library(new File(library), LibraryScope.COMPILE));
          }
        });
  }
}
