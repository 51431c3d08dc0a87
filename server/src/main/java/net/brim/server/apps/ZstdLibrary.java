package net.brim.server.apps;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import com.github.luben.zstd.util.Native;
import com.github.luben.zstd.util.ZstdVersion;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** The only class that knows zstd-jni; loading it loads the native library. */
final class ZstdLibrary {

  /** Why it cannot be used; null where it can. */
  static final @Nullable String FAILURE = load();

  /**
   * How far back it looks, as a power of two: with the library's own choice, each response would
   * take some four megabytes while it is sent.
   */
  private static final int WINDOW_LOG = 17;

  private ZstdLibrary() {}

  static OutputStream compress(OutputStream out, int level) throws IOException {
    return new ZstdOutputStreamNoFinalizer(out, level).setWindowLog(WINDOW_LOG);
  }

  private static @Nullable String load() {
    try {
      if (!isBesideTheProgram()) {
        Native.load();
      }
      return null;
    } catch (LinkageError e) {
      return e.toString();
    }
  }

  /** Loads the file of the distribution, where zstd-jni itself would copy one out of its jar. */
  private static boolean isBesideTheProgram() {
    try {
      System.loadLibrary("zstd-jni-" + ZstdVersion.VERSION + '-' + System.getProperty("os.arch"));
      Native.assumeLoaded();
      return true;
    } catch (UnsatisfiedLinkError e) {
      return false;
    }
  }
}
