import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Marks all members of classes as synthetic, but for their constructors. Run by the build on
 * the mixins, which Kanela copies into Kafka's classes as they are: libraries that compare or print
 * objects by reflection leave synthetic members out, and no Java source can ask for them.
 *
 * <p>Format: Java Virtual Machine Specification, chapter 4. Arguments: the class files.
 */
final class SyntheticMembers {
  private static final int ACC_SYNTHETIC = 0x1000;

  private final byte[] file;
  private final DataInputStream in;
  private final ByteArrayInputStream bytes;
  private String[] names;

  private SyntheticMembers(byte[] file) {
    this.file = file;
    bytes = new ByteArrayInputStream(file);
    in = new DataInputStream(bytes);
  }

  public static void main(String[] args) throws IOException {
    for (String arg : args) {
      Path path = Path.of(arg);
      byte[] file = Files.readAllBytes(path);
      new SyntheticMembers(file).mark();
      Files.write(path, file);
    }
  }

  private void mark() throws IOException {
    in.skipNBytes(8); // magic, version
    constants();
    in.skipNBytes(6); // access, this, super
    in.skipNBytes(2L * in.readUnsignedShort()); // interfaces
    members(); // fields
    members(); // methods
  }

  private void constants() throws IOException {
    names = new String[in.readUnsignedShort()];
    for (int i = 1; i < names.length; i++) {
      int tag = in.readUnsignedByte();
      switch (tag) {
        case 1 -> names[i] = in.readUTF();
        case 5, 6 -> { // long and double take two places
          in.skipNBytes(8);
          i++;
        }
        case 7, 8, 16, 19, 20 -> in.skipNBytes(2);
        case 15 -> in.skipNBytes(3);
        default -> in.skipNBytes(4);
      }
    }
  }

  private void members() throws IOException {
    for (int n = in.readUnsignedShort(); n > 0; n--) {
      int at = file.length - bytes.available();
      int access = in.readUnsignedShort();
      if (!names[in.readUnsignedShort()].startsWith("<")) {
        ByteBuffer.wrap(file).putShort(at, (short) (access | ACC_SYNTHETIC));
      }
      in.skipNBytes(2); // descriptor
      for (int attributes = in.readUnsignedShort(); attributes > 0; attributes--) {
        in.skipNBytes(2);
        in.skipNBytes(in.readInt());
      }
    }
  }
}
