package kamon.instrumentation.kafka.agent;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import kamon.instrumentation.kafka.ConsumerSpanScope;
import kamon.instrumentation.kafka.KafkaInstrumentation;
import kamon.instrumentation.kafka.KafkaPropagator;
import kamon.instrumentation.kafka.internal.weave.Attached;
import kamon.instrumentation.kafka.internal.weave.ConnectEntry;
import kamon.instrumentation.kafka.internal.weave.ConsumerEntry;
import kamon.instrumentation.kafka.internal.weave.FailureEntry;
import kamon.instrumentation.kafka.internal.weave.OldApiEntry;
import kamon.instrumentation.kafka.internal.weave.OldRecordEntry;
import kamon.instrumentation.kafka.internal.weave.ProducerEntry;
import kamon.instrumentation.kafka.internal.weave.SpringEntry;
import kamon.instrumentation.kafka.internal.weave.StreamsEntry;
import org.junit.jupiter.api.Test;

/** The structure that docs/how-it-works.md draws, read from the library's jar. */
final class StructureIT {
  private static final String ROOT = "kamon.instrumentation.kafka";

  /** From the top down: a package uses those that come after it. */
  private static final List<String> PACKAGES =
      Stream.of(
              "",
              ".internal.kanela",
              ".internal.check",
              ".internal.weave",
              ".internal.frameworks.spring",
              ".internal.frameworks.connect",
              ".internal.frameworks.streams",
              ".internal.tracing",
              ".internal.unsampled",
              ".internal.metrics",
              ".internal.carry",
              ".internal.propagation",
              ".internal.propagation.text",
              ".internal.propagation.kctx",
              ".internal.settings",
              ".internal.log")
          .map(ROOT::concat)
          .toList();

  private static final Set<String> API =
      Set.of(
          KafkaInstrumentation.class.getName(),
          ConsumerSpanScope.class.getName(),
          KafkaPropagator.class.getName());

  /** What woven code and Kanela's configuration name, and the number of all that. */
  private static final Set<String> CALLED_FROM_OUTSIDE =
      Set.of(
          ProducerEntry.class.getName(),
          ConsumerEntry.class.getName(),
          OldApiEntry.class.getName(),
          OldRecordEntry.class.getName(),
          SpringEntry.class.getName(),
          ConnectEntry.class.getName(),
          FailureEntry.class.getName(),
          StreamsEntry.class.getName(),
          Attached.class.getName(),
          ROOT + ".internal.weave.Abi",
          ROOT + ".internal.kanela.KafkaFields",
          ROOT + ".internal.kanela.KafkaModule");

  private final JavaClasses library;

  /** The library and the agent's engine, which is made with some of the library's packages. */
  private final JavaClasses all;

  StructureIT() {
    Path engine = Path.of("engine", "target", "classes");
    assertThat(engine).isDirectory();
    Location jar = Location.of(URI.create("jar:" + Jars.LIBRARY.toUri() + "!/"));
    library = new ClassFileImporter().importLocations(Set.of(jar));
    all = new ClassFileImporter().importLocations(Set.of(jar, Location.of(engine)));
    assertThat(library).hasSizeGreaterThan(100);
    assertThat(all).hasSizeGreaterThan(library.size() + 5);
  }

  @Test
  void packages_are_those_of_the_design_and_use_each_other_only_downwards() {
    assertThat(library.stream().map(JavaClass::getPackageName).distinct())
        .containsExactlyInAnyOrderElementsOf(PACKAGES);
    assertThat(library.stream().flatMap(type -> type.getDirectDependenciesFromSelf().stream()))
        .filteredOn(StructureIT::isInside)
        .hasSizeGreaterThan(200)
        .filteredOn(StructureIT::isUpwards)
        .isEmpty();
  }

  @Test
  void nobody_else_finds_classes_in_our_packages() throws IOException {
    JarContents bundle = JarContents.of(Jars.BUNDLE);
    assertThat(bundle.packages())
        .contains("kamon/instrumentation/kafka/client")
        .doesNotContainAnyElementsOf(
            PACKAGES.stream().map(name -> name.replace('.', '/')).toList());
  }

  @Test
  void public_classes_are_the_api_the_abi_and_what_a_higher_package_uses() {
    assertThat(topLevel(library, ROOT)).containsExactlyInAnyOrderElementsOf(API);
    assertThat(library.stream())
        .filteredOn(type -> isInternal(type) && isPublic(type) && !isCalledFromOutside(type))
        .filteredOn(type -> usersElsewhere(type.getName()).isEmpty() && !hasOnlyConstants(type))
        .isEmpty();
  }

  @Test
  void public_methods_are_the_api_the_abi_and_what_a_higher_package_calls() {
    assertThat(library.stream().flatMap(type -> type.getMethods().stream()))
        .filteredOn(method -> isInternal(method.getOwner()) && isPublic(method))
        .filteredOn(method -> !isCalledFromOutside(method.getOwner()) && !isGiven(method))
        .filteredOn(method -> callersElsewhere(method).isEmpty())
        .isEmpty();
  }

  private static boolean isInside(Dependency dependency) {
    return PACKAGES.contains(dependency.getTargetClass().getBaseComponentType().getPackageName());
  }

  private static boolean isUpwards(Dependency dependency) {
    return place(dependency.getTargetClass().getBaseComponentType())
        < place(dependency.getOriginClass());
  }

  private static int place(JavaClass type) {
    return PACKAGES.indexOf(type.getPackageName());
  }

  private static Stream<String> topLevel(JavaClasses classes, String packageName) {
    return classes.stream()
        .filter(type -> type.getPackageName().equals(packageName))
        .filter(type -> type.isTopLevelClass() && isPublic(type))
        .map(JavaClass::getName);
  }

  private static boolean isInternal(JavaClass type) {
    return !type.getPackageName().equals(ROOT);
  }

  private static boolean isPublic(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.PUBLIC);
  }

  private static boolean isPublic(JavaMember member) {
    return member.getModifiers().contains(JavaModifier.PUBLIC);
  }

  private static boolean isCalledFromOutside(JavaClass type) {
    return CALLED_FROM_OUTSIDE.contains(type.getName());
  }

  /** Whether a method is public because an interface or a superclass has it. */
  private static boolean isGiven(JavaMethod method) {
    return method.getModifiers().contains(JavaModifier.SYNTHETIC)
        || method.getOwner().isEnum()
        || (method.getOwner().isInterface() && !isPublic(method.getOwner())) // always public
        || isImplementedElsewhere(method.getOwner())
        || Stream.concat(
                method.getOwner().getAllRawSuperclasses().stream(),
                method.getOwner().getAllRawInterfaces().stream())
            .anyMatch(type -> isUnknown(type) || has(type, method));
  }

  private static boolean isImplementedElsewhere(JavaClass type) {
    return type.isInterface()
        && type.getAllSubclasses().stream()
            .anyMatch(sub -> !sub.getPackageName().equals(type.getPackageName()));
  }

  /** The compiler copies those to where they are used, and nothing shows where that is. */
  private static boolean hasOnlyConstants(JavaClass type) {
    return type.getMethods().isEmpty()
        && type.getFields().stream()
            .allMatch(field -> field.getModifiers().contains(JavaModifier.FINAL));
  }

  /** Kanela's classes are not here. */
  private static boolean isUnknown(JavaClass type) {
    return type.getPackageName().startsWith("kanela.");
  }

  private static boolean has(JavaClass type, JavaMethod method) {
    return type.getMethods().stream()
        .anyMatch(
            other ->
                other.getName().equals(method.getName())
                    && other.getParameters().size() == method.getParameters().size());
  }

  private Set<String> usersElsewhere(String name) {
    JavaClass type = all.get(name);
    return type.getDirectDependenciesToSelf().stream()
        .map(Dependency::getOriginClass)
        .filter(user -> !user.getPackageName().equals(type.getPackageName()))
        .map(JavaClass::getName)
        .collect(toSet());
  }

  private Set<String> callersElsewhere(JavaMethod method) {
    JavaClass type = all.get(method.getOwner().getName());
    return Stream.concat(
            type.getAccessesToSelf().stream()
                .filter(access -> access.getTarget().getName().equals(method.getName())),
            type.getMethodReferencesToSelf().stream()
                .filter(access -> access.getTarget().getName().equals(method.getName())))
        .map(JavaAccess::getOriginOwner)
        .filter(user -> !user.getPackageName().equals(type.getPackageName()))
        .map(JavaClass::getName)
        .collect(toSet());
  }
}
