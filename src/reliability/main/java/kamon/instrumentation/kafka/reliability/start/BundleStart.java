package kamon.instrumentation.kafka.reliability.start;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.ServiceLoader;
import org.osgi.framework.Bundle;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/**
 * Runs {@link Starting} from a bundle, in an OSGi framework as it comes: nothing is delegated to
 * the boot class path but {@code java.*}. Arguments: a directory for the framework, bundles (the
 * last one has the application) with commas between, and steps.
 */
public final class BundleStart {
  private BundleStart() {}

  public static void main(String[] args) throws Exception {
    Framework framework =
        ServiceLoader.load(FrameworkFactory.class)
            .findFirst()
            .orElseThrow()
            .newFramework(
                Map.of(
                    "org.osgi.framework.storage",
                    // Two runs at once do not share it.
                    Files.createTempDirectory(Path.of(args[0]), "run").toString(),
                    "org.osgi.framework.storage.clean",
                    "onFirstInit"));
    framework.start();
    Bundle last = null;
    for (String jar : args[1].split(",", -1)) {
      last = framework.getBundleContext().installBundle(Path.of(jar).toUri().toString());
    }
    last.loadClass(Starting.class.getName())
        .getMethod("main", String[].class)
        .invoke(null, (Object) Arrays.copyOfRange(args, 2, args.length));
  }
}
