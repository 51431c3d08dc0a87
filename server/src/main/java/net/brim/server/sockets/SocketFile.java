package net.brim.server.sockets;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import net.brim.os.Os;
import net.brim.os.OsException;

/**
 * A unix socket that we listen at, with the file by which clients find it.
 *
 * <p>The directory is locked from the look at what is there until we listen: a socket that is bound
 * and does not listen yet looks like one that a dead process left. Until then nobody gets in, so
 * that its permissions and its owner are right for the first client.
 *
 * <pre>
 *   lock ─▶ bind ──────────────────────────────▶ permissions ─▶ listen ─▶ unlock
 *            └─ a file is there: no socket ─▶ error
 *                                live      ─▶ error, in use
 *                                stale     ─▶ removed, bind again
 * </pre>
 */
public final class SocketFile {

  private static final int SOCKET = 0140000;
  private static final int FILE_TYPE = 0170000;
  private static final Object NOTHING = new Object();
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final long PAUSE_MILLIS = 5;

  private final Os os;
  private final Path path;
  private final int descriptor;
  private final Object identity;

  private SocketFile(Os os, Path path, int descriptor, Object identity) {
    this.os = os;
    this.path = path;
    this.descriptor = descriptor;
    this.identity = identity;
  }

  /**
   * Listens at that path, in place of a socket that a dead process left there.
   *
   * @param mode the permissions of the file; empty for those that the umask leaves
   * @throws OsException with {@link OsException#EADDRINUSE} where a process listens there
   */
  public static SocketFile listen(Os os, Path path, OptionalInt mode, int backlog)
      throws InterruptedException {
    Path absolute = path.toAbsolutePath();
    int lock = lock(os, absolute.getParent() == null ? absolute : absolute.getParent());
    try {
      int descriptor = bind(os, path);
      try {
        Object identity =
            withHandle(
                os,
                path,
                handle -> {
                  if (mode.isPresent()) {
                    Files.setAttribute(handle, "unix:mode", mode.getAsInt());
                  }
                });
        os.listen(descriptor, backlog);
        return new SocketFile(os, path, descriptor, identity);
      } catch (OsException e) {
        os.close(descriptor);
        throw e;
      }
    } finally {
      os.close(lock);
    }
  }

  /**
   * One that this process listened at before it became another program. Where the file is gone, or
   * another one has taken its place, there is none to remove.
   */
  public static SocketFile adopt(Os os, Path path, int descriptor) {
    return new SocketFile(os, path, descriptor, identityAt(path));
  }

  private static Object identityAt(Path path) {
    try {
      return isSocket(path, LinkOption.NOFOLLOW_LINKS)
          ? identity(path, LinkOption.NOFOLLOW_LINKS)
          : NOTHING;
    } catch (IOException e) {
      return NOTHING;
    }
  }

  /** The listening socket, which the caller closes. */
  public int descriptor() {
    return descriptor;
  }

  /** The path of the file. */
  public Path path() {
    return path;
  }

  /** Makes the file that user's and that group's. */
  public void giveTo(int user, int group) {
    var _ =
        withHandle(
            os,
            path,
            handle -> {
              if (!identity.equals(identity(handle))) {
                throw exchanged(path);
              }
              Files.setAttribute(handle, "unix:gid", group);
              Files.setAttribute(handle, "unix:uid", user);
            });
  }

  /**
   * Removes the file, unless another one has taken its place; call it while the socket still
   * listens, so that none takes it for a stale one.
   */
  public void remove() throws IOException {
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)
        && identity.equals(identity(path, LinkOption.NOFOLLOW_LINKS))) {
      Files.delete(path);
    }
  }

  private static int lock(Os os, Path directory) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    OptionalInt lock = os.lockDirectory(directory);
    while (lock.isEmpty()) {
      if (System.nanoTime() >= deadline) {
        throw new OsException("lock " + directory, 0, "another process has locked the directory");
      }
      Thread.sleep(PAUSE_MILLIS);
      lock = os.lockDirectory(directory);
    }
    return lock.getAsInt();
  }

  private static int bind(Os os, Path path) {
    try {
      return os.bindUnix(path);
    } catch (OsException e) {
      if (e.errno() != OsException.EADDRINUSE) {
        throw e;
      }
    }
    removeStale(os, path);
    return os.bindUnix(path);
  }

  private static void removeStale(Os os, Path path) {
    String call = "bind " + path;
    try {
      if (!isSocket(path, LinkOption.NOFOLLOW_LINKS)) {
        throw new OsException(call, 0, "there is a %s that is no socket".formatted(kind(path)));
      }
      if (os.isLive(path)) {
        throw new OsException(call, OsException.EADDRINUSE, "in use by another process");
      }
      Files.deleteIfExists(path);
    } catch (NoSuchFileException e) {
      // Its owner has removed it meanwhile.
    } catch (IOException e) {
      throw new OsException(call, 0, "the socket that a dead process left cannot be removed: " + e);
    }
  }

  private static boolean isSocket(Path path, LinkOption... options) throws IOException {
    Object mode = Files.getAttribute(path, "unix:mode", options);
    return ((int) mode & FILE_TYPE) == SOCKET;
  }

  private static String kind(Path path) throws IOException {
    Object mode = Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
    return switch ((int) mode & FILE_TYPE) {
      case 0010000 -> "named pipe";
      case 0020000, 0060000 -> "device";
      case 0040000 -> "directory";
      case 0120000 -> "symbolic link";
      default -> "file";
    };
  }

  /** What is done with a file that cannot be exchanged meanwhile. */
  @FunctionalInterface
  private interface Step {
    void with(Path handle) throws IOException;
  }

  /**
   * Whoever may write to the directory could put another file there, or a link to one.
   *
   * @return what tells the file from any other
   */
  private static Object withHandle(Os os, Path path, Step step) {
    int descriptor = os.openPath(path);
    try {
      Path handle = Path.of("/proc/self/fd/" + descriptor);
      if (!isSocket(handle)) {
        throw exchanged(path);
      }
      step.with(handle);
      return identity(handle);
    } catch (IOException e) {
      throw new OsException("socket " + path, 0, e.toString());
    } finally {
      os.close(descriptor);
    }
  }

  /** The number stays ours for as long as the socket is open. */
  private static Object identity(Path file, LinkOption... options) throws IOException {
    return Files.readAttributes(file, "unix:dev,ino", options);
  }

  private static OsException exchanged(Path path) {
    return new OsException("socket " + path, 0, "another file has taken its place");
  }
}
