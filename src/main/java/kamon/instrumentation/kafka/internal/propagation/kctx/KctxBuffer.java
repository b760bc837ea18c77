package kamon.instrumentation.kafka.internal.propagation.kctx;

import java.util.Arrays;
import kamon.Kamon;
import kamon.context.BinaryPropagation;
import kamon.context.Context;
import kamon.context.Propagation;

/** Takes what Kamon's binary propagation writes: it writes once, from a buffer that it reuses. */
final class KctxBuffer implements BinaryPropagation.ByteStreamWriter {
  // A context with nothing to send is only the end marker of its format.
  static final int NOTHING = 1;

  private byte[] bytes = new byte[0];

  private KctxBuffer() {}

  /** The context as bytes, or null when there is nothing in it that Kamon sends. */
  static byte[] write(Context context) {
    KctxBuffer buffer = new KctxBuffer();
    Kamon.defaultBinaryPropagation().write(context, buffer);
    return buffer.bytes.length <= NOTHING ? null : buffer.bytes;
  }

  /** The number of bytes that an entry of the context takes; 0 when its writer fails. */
  static int sizeOf(
      Propagation.EntryWriter<BinaryPropagation.ByteStreamWriter> writer, Context context) {
    KctxBuffer buffer = new KctxBuffer();
    try {
      writer.write(context, buffer);
    } catch (RuntimeException e) {
      return 0; // Kamon leaves such an entry out, and logs why.
    }
    return buffer.bytes.length;
  }

  @Override
  public void write(byte[] source) {
    write(source, 0, source.length);
  }

  @Override
  public void write(byte[] source, int offset, int count) {
    int end = bytes.length;
    bytes = Arrays.copyOf(bytes, end + count);
    System.arraycopy(source, offset, bytes, end, count);
  }

  @Override
  public void write(int value) {
    write(new byte[] {(byte) value}, 0, 1);
  }
}
