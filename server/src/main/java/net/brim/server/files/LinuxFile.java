package net.brim.server.files;

import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.time.Instant;
import java.util.List;
import net.brim.os.DirectoryEntry;
import net.brim.os.FileStatus;
import net.brim.os.Os;
import net.brim.server.apps.OpenedFile;

/** A descriptor with what the system says of it. */
final class LinuxFile implements OpenedFile {

  private final Os os;
  private final int fd;
  private final FileStatus status;

  /** Whether a channel has the descriptor now. */
  private boolean given;

  LinuxFile(Os os, int fd, FileStatus status) {
    this.os = os;
    this.fd = fd;
    this.status = status;
  }

  @Override
  public boolean isDirectory() {
    return status.isDirectory();
  }

  @Override
  public long size() {
    return status.size();
  }

  @Override
  public long identity() {
    return status.inode();
  }

  @Override
  public Instant changed() {
    return Instant.ofEpochSecond(status.changedSeconds(), status.changedNanos());
  }

  @Override
  public byte[] content() throws IOException {
    byte[] content = new byte[Math.toIntExact(size())];
    int read = os.readAt(fd, content, 0, content.length, 0);
    if (read < content.length) {
      throw new EOFException("a file became shorter while it was read: " + read + " bytes");
    }
    return content;
  }

  @Override
  public FileChannel channel() throws IOException {
    if (given) {
      throw new IllegalStateException("a file has one channel");
    }
    FileChannel channel = DescriptorChannels.of(fd);
    given = DescriptorChannels.takeDescriptors();
    return channel;
  }

  @Override
  public List<Entry> entries(boolean hidden, int most) {
    return os.entries(fd, most, entry -> isShown(entry, hidden)).stream()
        .map(entry -> new Entry(entry.name(), entry.kind() == DirectoryEntry.Kind.DIRECTORY))
        .toList();
  }

  private static boolean isShown(DirectoryEntry entry, boolean hidden) {
    byte[] name = entry.name();
    boolean dots = name[0] == '.' && (name.length == 1 || (name.length == 2 && name[1] == '.'));
    return !dots && (hidden || name[0] != '.') && entry.kind() != DirectoryEntry.Kind.OTHER;
  }

  @Override
  public void close() {
    if (!given) {
      os.close(fd);
    }
  }
}
