package net.brim.os;

import java.nio.file.Path;

/** What the system keeps for this process and its children inherit. */
final class ProcessState {

  private static final CFunction UMASK = CFunction.returningInt("umask");
  private static final CFunction CHDIR = CFunction.returningInt("chdir");
  private static final CFunction SETSID = CFunction.returningInt("setsid");

  private ProcessState() {}

  static int umask(int mask) {
    try (Frame frame = new Frame()) {
      return (int) UMASK.call(frame, mask);
    }
  }

  static boolean newSession() {
    try (Frame frame = new Frame()) {
      return SETSID.call(frame) != -1;
    }
  }

  static void changeDirectory(Path directory) {
    try (Frame frame = new Frame()) {
      if (CHDIR.call(frame, frame.string(directory.toString())) == -1) {
        throw frame.failure("chdir " + directory);
      }
    }
  }
}
