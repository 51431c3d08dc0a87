package net.brim.os;

/**
 * What the system says of an open file.
 *
 * @param mode kind and permissions, as {@code st_mode} has them
 * @param size in bytes
 * @param device the file system that it is in
 * @param inode its number in there
 * @param changedSeconds when its content changed, since 1970
 * @param changedNanos the part of a second beyond that
 */
public record FileStatus(
    int mode, long size, long device, long inode, long changedSeconds, int changedNanos) {

  private static final int KIND = 0170000;
  private static final int DIRECTORY = 0040000;
  private static final int REGULAR = 0100000;

  /** Whether it is a file with content of its own: neither device, nor FIFO, nor socket. */
  public boolean isRegular() {
    return (mode & KIND) == REGULAR;
  }

  /** Whether both are of the same file, in whatever state. */
  public boolean isSameFile(FileStatus other) {
    return device == other.device && inode == other.inode;
  }

  /** Whether it is a directory. */
  public boolean isDirectory() {
    return (mode & KIND) == DIRECTORY;
  }
}
