package net.brim.os;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The native memory of one call: its arguments, which end with it, and the errno that it left. */
final class Frame implements AutoCloseable {

  private static final Charset CHARSET = charset();
  private static final CFunction STRLEN = CFunction.returningLong("strlen");

  private final Arena arena;
  private final MemorySegment state;

  /** For a call of this thread. */
  Frame() {
    this(Arena.ofConfined());
  }

  private Frame(Arena arena) {
    this.arena = arena;
    this.state = arena.allocate(Integer.BYTES, Integer.BYTES);
  }

  /** For many calls, by one thread after the other. */
  static Frame shared() {
    return new Frame(Arena.ofShared());
  }

  /** Where the linker leaves errno after a call. */
  MemorySegment state() {
    return state;
  }

  /** What went wrong in the last call; without meaning where it succeeded. */
  int errno() {
    return state.asByteBuffer().order(ByteOrder.nativeOrder()).getInt(0);
  }

  /** The exception for the last call. */
  OsException failure(String call) {
    return failure(call, errno());
  }

  /** The exception for a function that returns its error number. */
  static OsException failure(String call, int errno) {
    return new OsException(call, errno, Errno.describe(errno));
  }

  /** Zeroed memory, aligned for any C type. */
  Memory allocate(int size) {
    MemorySegment segment = arena.allocate(size, 2 * Long.BYTES);
    return new Memory(segment.address(), segment.asByteBuffer().order(ByteOrder.nativeOrder()));
  }

  /** As much zeroed memory, of which only that is taken from the system which is touched. */
  Memory reserve(long size) {
    MemorySegment segment = Descriptors.reserve(size, arena);
    return new Memory(segment.address(), segment.asByteBuffer().order(ByteOrder.nativeOrder()));
  }

  /** The address of a C string. */
  long string(String text) {
    byte[] encoded = encode(text);
    Memory memory = allocate(encoded.length + 1);
    memory.bytes().put(encoded);
    return memory.address();
  }

  /** The address of an array of C strings that ends with a null. */
  long strings(List<String> texts) {
    Memory array = allocate((texts.size() + 1) * Long.BYTES);
    for (String text : texts) {
      array.bytes().putLong(string(text));
    }
    return array.address();
  }

  /** The C string at that address; empty at the null address. */
  String stringAt(long address) {
    if (address == 0) {
      return "";
    }
    long length = STRLEN.call(this, address);
    ByteBuffer bytes = MemorySegment.ofAddress(address).reinterpret(length).asByteBuffer();
    return CHARSET.decode(bytes).toString();
  }

  /** The bytes that the system sees for a text. */
  static byte[] encode(String text) {
    byte[] encoded = text.getBytes(CHARSET);
    for (byte b : encoded) {
      if (b == 0) {
        throw new IllegalArgumentException("a zero byte in a name for the system: " + text);
      }
    }
    return encoded;
  }

  /** The text of those bytes, from an index to the first zero byte. */
  static String decode(byte[] bytes, int from) {
    int end = from;
    while (end < bytes.length && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, from, end - from, CHARSET);
  }

  @Override
  public void close() {
    arena.close();
  }

  /** What the JDK uses for paths, arguments and the environment; UTF-8 where that is only ASCII. */
  private static Charset charset() {
    String name = System.getProperty("sun.jnu.encoding", "UTF-8");
    if (name.equals("UTF-8") || name.equals("ANSI_X3.4-1968") || name.equals("US-ASCII")) {
      return StandardCharsets.UTF_8;
    }
    return Charset.forName(name);
  }
}
