package kamon.instrumentation.kafka.propagation;

/**
 * Checks that bytes are a context as Kamon's binary propagation writes it, in the Colfer format of
 * kamon.context.generated.binary (Context: tags, entries; an entry named "span": ids and sampling
 * decision). Fields are numbered, in order, and left out when empty; 0x7f ends each message.
 */
final class KctxFormat {
  private static final int END = 0x7f;
  private static final int NEGATIVE = 0x80;
  private static final int MAX_LIST = 64 * 1024; // Colfer's own limit

  private final byte[] bytes;
  private final int limit;
  private int at;

  private KctxFormat(byte[] bytes, int from, int limit) {
    this.bytes = bytes;
    this.at = from;
    this.limit = limit;
  }

  /** What is wrong with the bytes, or null when they are a context. */
  static String problem(byte[] bytes) {
    KctxFormat format = new KctxFormat(bytes, 0, bytes.length);
    return format.context() ? null : "it is not a Kamon context at byte " + format.at;
  }

  /** Length and first bytes, for messages. */
  static String describe(byte[] bytes) {
    if (bytes == null) {
      return "null";
    }
    StringBuilder text = new StringBuilder().append(bytes.length).append(" bytes");
    for (int i = 0; i < Math.min(16, bytes.length); i++) {
      text.append(i == 0 ? ": 0x" : "").append(String.format("%02x", bytes[i]));
    }
    return text.append(bytes.length > 16 ? "\u2026" : "").toString();
  }

  private boolean context() {
    return (!field(0) || tags()) && (!field(1) || list(Item.ENTRY)) && end();
  }

  private boolean tags() {
    return (!field(0) || list(Item.STRING_TAG))
        && (!field(1) || list(Item.LONG_TAG))
        && (!field(2) || list(Item.BOOLEAN_TAG))
        && end();
  }

  private enum Item {
    STRING_TAG,
    LONG_TAG,
    BOOLEAN_TAG,
    ENTRY
  }

  private boolean list(Item kind) {
    int length = size();
    if (length < 0 || length > MAX_LIST) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (!item(kind)) {
        return false;
      }
    }
    return true;
  }

  private boolean item(Item kind) {
    int key = at;
    if (field(0) && !skip(size())) {
      return false;
    }
    switch (kind) {
      case STRING_TAG:
        return (!field(1) || skip(size())) && end();
      case LONG_TAG:
        return (!(field(1) || field(1 | NEGATIVE)) || number()) && end();
      case BOOLEAN_TAG:
        field(1); // there for true, not for false
        return end();
      default:
        return entry(key);
    }
  }

  /** Kamon parses the entries it knows; the span is the one it always knows. */
  private boolean entry(int key) {
    boolean span =
        key + 6 == at
            && bytes[key + 2] == 's'
            && bytes[key + 3] == 'p'
            && bytes[key + 4] == 'a'
            && bytes[key + 5] == 'n';
    if (field(1)) {
      int size = size();
      int start = at;
      if (!skip(size)) {
        return false;
      }
      if (span && !new KctxFormat(bytes, start, at).span()) {
        at = start;
        return false;
      }
    }
    return end();
  }

  private boolean span() {
    return (!field(0) || skip(size()))
        && (!field(1) || skip(size()))
        && (!field(2) || skip(size()))
        && (!field(3) || skip(1))
        && end();
  }

  private boolean field(int number) {
    if (at < limit && bytes[at] == (byte) number) {
      at++;
      return true;
    }
    return false;
  }

  private boolean end() {
    return field(END);
  }

  /** A size or count of one to five bytes, or -1. */
  private int size() {
    int size = 0;
    for (int shift = 0; at < limit; shift += 7) {
      byte b = bytes[at++];
      size |= (b & 0x7f) << shift;
      if (shift == 28 || b >= 0) {
        return size;
      }
    }
    return -1;
  }

  private boolean number() {
    for (int n = 0; at < limit; n++) {
      if (bytes[at++] >= 0 || n == 8) {
        return true;
      }
    }
    return false;
  }

  private boolean skip(int count) {
    if (count < 0 || count > limit - at) {
      return false;
    }
    at += count;
    return true;
  }
}
