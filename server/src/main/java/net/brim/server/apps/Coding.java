package net.brim.server.apps;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** A content coding that responses can be sent in (RFC 9110, section 8.4.1). */
enum Coding {
  /** RFC 1952, by the JDK. */
  GZIP("gzip"),
  /** RFC 8878, by a native library that may be missing. */
  ZSTD("zstd");

  private static final int BUFFER = 4096;

  private final String token;

  Coding(String token) {
    this.token = token;
  }

  /** Its name in header fields. */
  String token() {
    return token;
  }

  /** Why this process cannot use it, or null; the first question loads what it needs. */
  @Nullable String failure() {
    try {
      return this == GZIP ? null : ZstdLibrary.FAILURE;
    } catch (LinkageError e) {
      return e.toString(); // The jar itself is missing.
    }
  }

  /**
   * Compresses into {@code out}; a flush brings out all that was written, and closing frees memory
   * that the collector knows nothing of.
   */
  OutputStream compress(OutputStream out, Levels levels) throws IOException {
    return this == GZIP
        ? new LevelledGzip(out, levels.gzip())
        : ZstdLibrary.compress(out, levels.zstd());
  }

  /**
   * How hard to try.
   *
   * @param gzip 1 to 9
   * @param zstd 1 to 19
   */
  record Levels(int gzip, int zstd) {}

  /** The JDK's, which has no other way to set the level. */
  private static final class LevelledGzip extends GZIPOutputStream {

    LevelledGzip(OutputStream out, int level) throws IOException {
      super(out, BUFFER, true);
      def.setLevel(level);
    }
  }
}
