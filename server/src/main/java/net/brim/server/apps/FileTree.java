package net.brim.server.apps;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The files below one directory and nothing outside of it, by names in the bytes of the file
 * system; for any number of threads.
 */
public interface FileTree {

  /** Makes the tree of a directory. */
  @FunctionalInterface
  interface Opener {
    /** The tree below {@code root}, which may be exchanged for another directory later. */
    FileTree open(Path root) throws IOException;
  }

  /**
   * Opens what is there, without waiting for anything: a FIFO, a device or a socket is no file.
   *
   * @param path names with slashes between, none of them {@code ..}; empty for the root
   * @return null where there is nothing
   * @throws java.nio.file.AccessDeniedException where it may not be read, is neither file nor
   *     directory, or is outside of the tree, where a symbolic link may lead
   * @throws IOException where the system fails
   */
  @Nullable OpenedFile open(byte[] path) throws IOException;
}
