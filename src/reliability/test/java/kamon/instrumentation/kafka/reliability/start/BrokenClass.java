package kamon.instrumentation.kafka.reliability.start;

import java.util.Arrays;

/** Ways in which a class file is none. */
enum BrokenClass {
  EMPTY {
    @Override
    byte[] of(byte[] whole) {
      return new byte[0];
    }
  },
  MAGIC {
    @Override
    byte[] of(byte[] whole) {
      return Arrays.copyOf(whole, 4);
    }
  },
  HALF {
    @Override
    byte[] of(byte[] whole) {
      return Arrays.copyOf(whole, whole.length / 2);
    }
  },
  JUNK {
    @Override
    byte[] of(byte[] whole) {
      byte[] changed = whole.clone();
      Arrays.fill(changed, 400, 450, (byte) 0xff);
      return changed;
    }
  },
  /** Of a release that nobody knows. */
  VERSION {
    @Override
    byte[] of(byte[] whole) {
      byte[] changed = whole.clone();
      Arrays.fill(changed, 6, 8, (byte) 0xff);
      return changed;
    }
  },
  /** Of a release to come. */
  FUTURE {
    @Override
    byte[] of(byte[] whole) {
      byte[] changed = whole.clone();
      changed[7] = (byte) 144;
      return changed;
    }
  };

  abstract byte[] of(byte[] whole);
}
