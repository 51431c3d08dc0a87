package net.brim.os;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What {@code ps} shows for this process in place of its command line.
 *
 * <p>The title is written over the memory that the arguments were passed in, which nobody reads
 * once the JVM runs; by {@code /proc} alone, since that costs a starting process next to nothing.
 *
 * <pre>
 *   arguments  java \0 -XX:+UseSerialGC \0 … --role=worker \0 wsgi \0 0 \0
 *   title      0:wsgi:brimd \0 \0 … \0 x       the system shows all to the first zero byte, where
 *                                            the last byte is none
 * </pre>
 */
public final class ProcessTitle {

  /** Of the fields in {@code /proc/self/stat}, counted from the one after the name. */
  private static final int ARGUMENTS_START = 45;

  private static final int ARGUMENTS_END = 46;
  private static final int LONGEST_STAT = 2048;

  private ProcessTitle() {}

  /**
   * Shows that title, or as much of it as there is room for.
   *
   * @return false where the system does not let us
   */
  public static boolean set(String title) {
    byte[] text = title.getBytes(StandardCharsets.UTF_8);
    try {
      try (var name = new FileOutputStream("/proc/self/comm")) {
        name.write(text);
      }
      String stat = stat();
      long start = field(stat, ARGUMENTS_START);
      long end = field(stat, ARGUMENTS_END);
      return start > 0 && end - start > 2 && overwrite(start, Math.toIntExact(end - start), text);
    } catch (IOException e) {
      return false; // a container without /proc, or one that protects memory: the title is no need
    }
  }

  /** The fields after the name of the program. Plain streams, since others take longer to load. */
  private static String stat() throws IOException {
    try (var file = new FileInputStream("/proc/self/stat")) {
      byte[] bytes = new byte[LONGEST_STAT];
      int count = Math.max(0, file.read(bytes));
      String stat = new String(bytes, 0, count, StandardCharsets.ISO_8859_1);
      return stat.substring(stat.lastIndexOf(')') + 1).strip();
    }
  }

  /** A field; 0 where there are not so many. */
  private static long field(String stat, int index) {
    int from = 0;
    for (int i = 0; i < index; i++) {
      from = stat.indexOf(' ', from) + 1;
    }
    int to = stat.indexOf(' ', from);
    return to < 0 ? 0 : Long.parseLong(stat.substring(from, to));
  }

  private static boolean overwrite(long address, int room, byte[] text) throws IOException {
    byte[] memory = Arrays.copyOf(Arrays.copyOf(text, Math.min(text.length, room - 2)), room);
    memory[room - 1] = 'x';
    try (var own = new RandomAccessFile("/proc/self/mem", "rw")) {
      own.seek(address);
      own.write(memory);
    }
    return true;
  }
}
