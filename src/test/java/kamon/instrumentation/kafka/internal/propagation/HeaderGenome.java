package kamon.instrumentation.kafka.internal.propagation;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import kamon.instrumentation.kafka.internal.propagation.kctx.RawKctx;

/** What a kctx is made of, for a search: parts that change one at a time. Immutable. */
final class HeaderGenome {
  private static final String[] ALPHABETS = {
    "a",
    "abcdefghijklmnopqrstuvwxyz",
    "\u00e9",
    "a\u00e9",
    "\u4e2d",
    "\u00e9\u4e2d",
    "\ud83d\ude80a"
  };
  private static final String[] KEYS = {"upstream.name", "tenant", "", "k"};
  private static final int[] IDS = {8, 8, 8, 0, 16, 9, 200};

  private final List<Part> parts;
  private final int mirrors;
  private final int flippedAt;

  private HeaderGenome(List<Part> parts, int mirrors, int flippedAt) {
    this.parts = parts;
    this.mirrors = mirrors;
    this.flippedAt = flippedAt;
  }

  private interface Part {
    void addTo(RawKctx kctx);
  }

  static HeaderGenome random(Random random) {
    List<Part> parts = new ArrayList<>();
    for (int i = random.nextInt(40); i > 0; i--) {
      parts.add(part(random));
    }
    return new HeaderGenome(parts, random.nextInt(3), random.nextInt(4) == 0 ? 5 : -1);
  }

  /** Something else, in one to eight places. */
  HeaderGenome mutated(Random random) {
    List<Part> changed = new ArrayList<>(parts);
    for (int i = 1 << random.nextInt(4); i > 0; i--) {
      int at = random.nextInt(changed.size() + 1);
      switch (random.nextInt(3)) {
        case 0 -> changed.add(at, part(random));
        case 1 -> changed.subList(at, Math.min(changed.size(), at + 1)).clear();
        default -> {
          if (at < changed.size()) {
            changed.set(at, part(random));
          }
        }
      }
    }
    boolean whole = random.nextInt(10) > 0;
    return new HeaderGenome(
        changed,
        random.nextInt(5) == 0 ? random.nextInt(4) : mirrors,
        whole ? -1 : random.nextInt(2048));
  }

  byte[] bytes() {
    RawKctx kctx = new RawKctx();
    parts.forEach(part -> part.addTo(kctx));
    byte[] bytes = kctx.bytes();
    if (flippedAt >= 0 && flippedAt < bytes.length) {
      bytes[flippedAt] ^= 0x55;
    }
    for (int i = 0; i < mirrors; i++) {
      bytes = Base64.getEncoder().encode(bytes);
    }
    return bytes;
  }

  private static Part part(Random random) {
    String key = random.nextBoolean() ? KEYS[random.nextInt(KEYS.length)] : text(random, 12);
    String value = text(random, random.nextInt(4) == 0 ? 1500 : 60);
    long number = random.nextLong();
    int[] ids = {id(random), id(random), id(random)};
    return switch (random.nextInt(8)) {
      case 0 -> kctx -> kctx.tag(key, number);
      case 1 -> kctx -> kctx.tag(key, number > 0);
      case 2 -> kctx -> kctx.entry(key, value.getBytes(StandardCharsets.UTF_8));
      case 3 -> kctx -> kctx.span(ids[0], ids[1], ids[2]);
      default -> kctx -> kctx.tag(key, value);
    };
  }

  private static int id(Random random) {
    return random.nextInt(4) > 0 ? 8 : IDS[random.nextInt(IDS.length)];
  }

  private static String text(Random random, int max) {
    String alphabet = ALPHABETS[random.nextInt(ALPHABETS.length)];
    int[] points = alphabet.codePoints().toArray();
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(max); i > 0; i--) {
      text.appendCodePoint(points[random.nextInt(points.length)]);
    }
    return text.toString();
  }
}
