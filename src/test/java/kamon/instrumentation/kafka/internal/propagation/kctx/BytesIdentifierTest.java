package kamon.instrumentation.kafka.internal.propagation.kctx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.stream.Stream;
import kamon.trace.Identifier;
import kamon.trace.Identifier$Factory$;
import kamon.trace.Identifier.Factory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Nobody can tell it from Kamon's own. */
@Tag("unit")
class BytesIdentifierTest {

  static Stream<Factory> kamons() {
    return Stream.of(
        Identifier$Factory$.MODULE$.EightBytesIdentifier(),
        Identifier$Factory$.MODULE$.SixteenBytesIdentifier());
  }

  @ParameterizedTest
  @MethodSource("kamons")
  void identifier_is_equal_to_kamons_both_ways(Factory factory) {
    for (int i = 0; i < 1_000; i++) {
      Identifier kamons = factory.generate();
      Identifier ours = read(factory, kamons);
      assertThat(ours.equals(kamons)).isTrue();
      assertThat(kamons.equals(read(factory, kamons))).isTrue();
      assertThat(ours.equals(factory.generate())).isFalse();
      assertThat(ours.equals(Identifier.Empty())).isFalse();
      assertThat(Identifier.Empty().equals(read(factory, kamons))).isFalse();
    }
  }

  @ParameterizedTest
  @MethodSource("kamons")
  void identifier_shows_what_kamons_shows(Factory factory) {
    Identifier kamons = factory.from(factory.generate().bytes());
    assertThat(read(factory, kamons).string()).isEqualTo(kamons.string());
    assertThat(read(factory, kamons).bytes()).isEqualTo(kamons.bytes());
    assertThat(read(factory, kamons).isEmpty()).isFalse();
    assertThat(read(factory, kamons).productElement(0)).isEqualTo(kamons.productElement(0));
    assertThat(read(factory, kamons).productElement(1)).isEqualTo(kamons.bytes());
    assertThat(Identifier.unapply(read(factory, kamons)).get()._1()).isEqualTo(kamons.string());
    // Kamon's hash and text are also of the array's identity.
    assertThat(withBytes(factory, kamons.bytes()).hashCode()).isEqualTo(kamons.hashCode());
    assertThat(withBytes(factory, kamons.bytes()).toString()).isEqualTo(kamons.toString());
    Identifier ours = read(factory, kamons);
    assertThat(ours.copy(ours.copy$default$1(), ours.copy$default$2())).isEqualTo(kamons);
  }

  @ParameterizedTest
  @MethodSource("kamons")
  void identifier_that_was_serialised_is_kamons(Factory factory) throws Exception {
    Identifier kamons = factory.generate();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(read(factory, kamons));
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      Object back = in.readObject();
      assertThat(back).isExactlyInstanceOf(Identifier.class).isEqualTo(kamons);
    }
  }

  /** One whose text nobody has asked for yet. */
  private static Identifier read(Factory factory, Identifier kamons) {
    return withBytes(factory, kamons.bytes().clone());
  }

  private static Identifier withBytes(Factory factory, byte[] bytes) {
    Identifier ours = HexIds.identifier(factory, bytes);
    assertThat(ours).isInstanceOf(BytesIdentifier.class);
    return ours;
  }
}
