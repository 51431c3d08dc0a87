package net.brim.server.supervisor;

import java.nio.file.Path;
import net.brim.os.Os;
import net.brim.os.OsException;
import net.brim.server.logging.Log;
import net.brim.server.logging.Severity;

/** The file that takes what all our processes write to stderr when detached. */
final class ErrorLog {

  private static final int STDERR = 2;
  private static final int MODE = 0644;

  private ErrorLog() {}

  /**
   * Has stderr go to the file, which is made where it is missing.
   *
   * @throws OsException where it cannot be written
   */
  static void open(Os os, Path file) {
    int descriptor = os.openAppend(file, MODE);
    os.duplicate(descriptor, STDERR);
    os.close(descriptor);
  }

  /** Opens it anew, as after a rotation; where that fails, stderr stays as it was. */
  static void reopen(Os os, Path file) {
    try {
      open(os, file);
    } catch (OsException e) {
      Log.main().log(Severity.ERROR, "the errorlog stays as it was: " + e.getMessage());
    }
  }
}
