package net.brim.engine.tls;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file with certificates or a key that cannot be used. */
public final class TlsFileException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Says what is wrong with which file. */
  public TlsFileException(Path file, String problem, @Nullable Throwable cause) {
    super(file + ": " + problem, cause);
  }

  TlsFileException(Path file, String problem) {
    this(file, problem, null);
  }
}
