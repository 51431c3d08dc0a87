package net.brim.server.files;

import java.io.IOException;
import java.nio.file.Path;
import net.brim.os.OsException;
import net.brim.server.apps.FileTree;
import net.brim.server.apps.FilesApp;

/** Chooses how files are opened: by the kernel's own protection, or else as the JDK can. */
public final class FileTrees {

  private FileTrees() {}

  /** The tree below a directory. */
  public static FileTree open(Path root) throws IOException {
    try {
      return LinuxFileTree.open(root);
    } catch (OsException e) {
      return FilesApp.plainTree(root); // Another system, or a kernel that is too old.
    }
  }
}
