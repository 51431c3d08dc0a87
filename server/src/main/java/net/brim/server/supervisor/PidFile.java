package net.brim.server.supervisor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import net.brim.os.Os;
import net.brim.os.Os.User;
import net.brim.os.OsException;

/**
 * The pid file, locked for as long as the supervisor lives, over an exec of another one in its
 * place too. The lock is what counts, not the content: a file that a dead supervisor left behind
 * never blocks the next one.
 */
final class PidFile implements AutoCloseable {

  private static final int MODE = 0644;

  private final Os os;
  private final Path path;
  private final int descriptor;
  private boolean released;

  private PidFile(Os os, Path path, int descriptor) {
    this.os = os;
    this.path = path;
    this.descriptor = descriptor;
  }

  /**
   * Locks the file and writes our pid to it; empty where another process has the lock.
   *
   * @throws StartFailedException where the file cannot be written
   */
  static Optional<PidFile> lock(Os os, Path path) {
    int pid = Math.toIntExact(ProcessHandle.current().pid());
    try {
      while (true) {
        PidFile file = new PidFile(os, path, os.openAppend(path, MODE));
        file.refuseLink();
        if (file.isAtItsPath()) {
          if (!os.lockFile(file.descriptor, pid)) {
            os.close(file.descriptor);
            return Optional.empty();
          }
          if (file.isAtItsPath()) {
            return Optional.of(file);
          }
        }
        os.close(file.descriptor); // its last owner removed it before we locked it
      }
    } catch (OsException e) {
      throw new StartFailedException("the pid file cannot be opened: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new StartFailedException("the pid file %s cannot be written: %s".formatted(path, e), e);
    }
  }

  /** The one that this process locked before it became another program. */
  static PidFile adopt(Os os, Path path, int descriptor) {
    return new PidFile(os, path, descriptor);
  }

  /** What holds the lock: it lives on in a program that this process becomes and passes it to. */
  int descriptor() {
    return descriptor;
  }

  /** Makes it the user's own, so that it can be emptied after the rights of root are given up. */
  void giveTo(User user) {
    try {
      Files.setAttribute(opened(), "unix:uid", user.id());
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
      os.truncate(descriptor, 0); // in a directory that only root may write to
    }
    os.close(descriptor);
  }

  @Override
  public void close() {
    release();
  }

  /**
   * Whoever may write to the directory could have root write to, and give away, any file by a link.
   */
  private void refuseLink() {
    if (Files.isSymbolicLink(path)) {
      os.close(descriptor);
      throw new StartFailedException("the pid file %s is a symbolic link".formatted(path));
    }
  }

  private Path opened() {
    return Path.of("/proc/self/fd/" + descriptor);
  }

  private boolean isAtItsPath() throws IOException {
    try {
      return identity(path, LinkOption.NOFOLLOW_LINKS).equals(identity(opened()));
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private static Map<String, Object> identity(Path file, LinkOption... links) throws IOException {
    return Files.readAttributes(file, "unix:dev,ino", links);
  }
}
