package net.brim.server.apps;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.time.Instant;
import java.util.List;

/**
 * A file or directory of a {@link FileTree} that is open: all that it says is of that very one,
 * whatever its name stands for meanwhile.
 */
public interface OpenedFile extends Closeable {

  /** Whether it is a directory; else it is a file. */
  boolean isDirectory();

  /** In bytes. */
  long size();

  /** What tells it from other files that had its name. */
  long identity();

  /** When the content changed. */
  Instant changed();

  /**
   * The whole content.
   *
   * @throws IOException also where there is less than {@link #size} by now
   */
  byte[] content() throws IOException;

  /**
   * A channel to read the file, for the caller to close; it outlives this one. Asked for once, and
   * last.
   */
  FileChannel channel() throws IOException;

  /**
   * What is in the directory, in no order, save what can be neither read nor entered.
   *
   * @param hidden whether names that begin with a dot are wanted
   * @param most how many at most
   */
  List<Entry> entries(boolean hidden, int most) throws IOException;

  /**
   * A name in a directory.
   *
   * @param name in the bytes of the file system
   */
  @SuppressWarnings("ArrayRecordComponent") // made once, never compared
  record Entry(byte[] name, boolean directory) {}
}
