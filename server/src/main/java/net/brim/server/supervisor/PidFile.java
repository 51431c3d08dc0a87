package net.brim.server.supervisor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import net.brim.os.Os;
import net.brim.os.Os.User;
import net.brim.os.OsException;

/**
 * The pid file, locked for as long as the supervisor lives. The lock is what counts, not the
 * content: a file that a dead supervisor left behind never blocks the next one.
 */
final class PidFile implements AutoCloseable {

  private static final int MODE = 0644;

  private final Os os;
  private final Path path;
  private final int descriptor;
  private final FileChannel channel;
  private boolean released;

  private PidFile(Os os, Path path, int descriptor, FileChannel channel) {
    this.os = os;
    this.path = path;
    this.descriptor = descriptor;
    this.channel = channel;
  }

  /**
   * Locks the file and writes our pid to it; empty where another process has the lock.
   *
   * @throws StartFailedException where the file cannot be written
   */
  static Optional<PidFile> lock(Os os, Path path) {
    try {
      while (true) {
        int descriptor = os.openAppend(path, MODE);
        PidFile file = new PidFile(os, path, descriptor, open(descriptor));
        if (file.channel.tryLock() == null) {
          file.closeDescriptors();
          return Optional.empty();
        }
        if (file.isAtItsPath()) {
          file.write();
          return Optional.of(file);
        }
        file.closeDescriptors(); // its last owner removed it between our opening and our locking it
      }
    } catch (OsException e) {
      throw new StartFailedException("the pid file cannot be opened: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new StartFailedException("the pid file %s cannot be written: %s".formatted(path, e), e);
    }
  }

  /** Makes it the user's own, so that it can be emptied after the rights of root are given up. */
  void giveTo(User user) {
    try {
      Files.setAttribute(path, "unix:uid", user.id());
    } catch (IOException e) {
      throw new StartFailedException(
          "the pid file %s cannot be given to %s: %s".formatted(path, user.name(), e), e);
    }
  }

  /** Removes the file and lets go of the lock. */
  void release() {
    if (released) {
      return;
    }
    released = true;
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      empty(); // in a directory that only root may write to
    }
    closeDescriptors();
  }

  @Override
  public void close() {
    release();
  }

  private static FileChannel open(int descriptor) throws IOException {
    return FileChannel.open(
        Path.of("/proc/self/fd/" + descriptor), StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  private boolean isAtItsPath() throws IOException {
    try {
      return identity(path).equals(identity(Path.of("/proc/self/fd/" + descriptor)));
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private static Map<String, Object> identity(Path file) throws IOException {
    return Files.readAttributes(file, "unix:dev,ino");
  }

  private void write() throws IOException {
    channel.truncate(0);
    byte[] pid = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII);
    channel.write(ByteBuffer.wrap(pid));
  }

  private void empty() {
    try {
      channel.truncate(0);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("emptying " + path, e);
    }
  }

  private void closeDescriptors() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("closing " + path, e);
    } finally {
      os.close(descriptor);
    }
  }
}
