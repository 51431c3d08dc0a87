package net.brim.server.files;

import java.io.IOException;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.function.LongSupplier;
import net.brim.os.FileStatus;
import net.brim.os.Os;
import net.brim.os.OsException;
import net.brim.server.apps.FileTree;
import net.brim.server.apps.OpenedFile;
import org.jspecify.annotations.Nullable;

/**
 * Opens files by one call that the kernel keeps inside of a directory, whatever others do there
 * meanwhile.
 *
 * <p>The directory stays open, and is looked for by its name again each second: a deployment that
 * lets a symbolic link stand for a new one is seen then.
 */
public final class LinuxFileTree implements FileTree {

  private static final Cleaner CLEANER = Cleaner.create();
  private static final long RECHECK_NANOS = 1_000_000_000L;
  private static final byte[] SELF = {'.'};

  private final Os os;
  private final Path path;
  private final LongSupplier clock;
  private volatile Root root;
  private volatile long checked;

  /** A directory that is open until nobody uses it any more. */
  private static final class Root {

    private final int fd;
    private final FileStatus status;

    Root(Os os, int opened, FileStatus status) {
      CLEANER.register(this, () -> os.close(opened));
      this.fd = opened;
      this.status = status;
    }
  }

  private LinuxFileTree(Os os, Path path, LongSupplier clock) throws IOException {
    this.os = os;
    this.path = path;
    this.clock = clock;
    int opened = os.openPath(path.toRealPath());
    this.root = new Root(os, opened, os.status(opened));
    this.checked = clock.getAsLong();
  }

  /**
   * The tree below a directory.
   *
   * @throws IOException where that cannot be opened
   * @throws OsException where this system has no such call
   */
  public static FileTree open(Path path) throws IOException {
    return open(Os.current(), path, System::nanoTime);
  }

  static FileTree open(Os os, Path path, LongSupplier clock) throws IOException {
    var tree = new LinuxFileTree(os, path, clock);
    int itself = os.openBeneath(tree.root.fd, SELF);
    if (itself == -OsException.ENOSYS || itself == -OsException.EPERM) {
      // An old kernel, or a container that knows no calls newer than itself.
      throw new OsException("openat2", -itself, "not to be had here");
    }
    if (itself < 0) {
      throw new FileSystemException(path.toString(), null, "error " + -itself);
    }
    os.close(itself);
    return tree;
  }

  @Override
  public @Nullable OpenedFile open(byte[] name) throws IOException {
    Root within = current();
    try {
      int fd = os.openBeneath(within.fd, name.length == 0 ? SELF : name);
      return fd < 0 ? refused(-fd) : checked(fd);
    } finally {
      Reference.reachabilityFence(within);
    }
  }

  private OpenedFile checked(int fd) throws IOException {
    boolean kept = false;
    try {
      FileStatus status = os.status(fd);
      if (!status.isRegular() && !status.isDirectory()) {
        throw new AccessDeniedException(path.toString(), null, "neither a file nor a directory");
      }
      kept = true;
      return new LinuxFile(os, fd, status);
    } finally {
      if (!kept) {
        os.close(fd);
      }
    }
  }

  private @Nullable OpenedFile refused(int errno) throws IOException {
    return switch (errno) {
      case OsException.ENOENT, OsException.ENOTDIR, OsException.ENAMETOOLONG, OsException.ELOOP ->
          null;
      case OsException.EACCES, OsException.EXDEV, OsException.ENXIO, OsException.EPERM ->
          throw new AccessDeniedException(path.toString());
      default ->
          throw new FileSystemException(
              path.toString(), null, "a file in it cannot be opened: error " + errno);
    };
  }

  private Root current() {
    long now = clock.getAsLong();
    if (now - checked > RECHECK_NANOS) {
      checked = now;
      refresh();
    }
    return root;
  }

  /** Where there is no directory of that name for a moment, the one before goes on. */
  private void refresh() {
    try {
      int opened = os.openPath(path.toRealPath());
      FileStatus status = os.status(opened);
      if (status.isSameFile(root.status)) {
        os.close(opened);
      } else {
        root = new Root(os, opened, status);
      }
    } catch (IOException | OsException e) {
      // A deployment may be under way.
    }
  }
}
