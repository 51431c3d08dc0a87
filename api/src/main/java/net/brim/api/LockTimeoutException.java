package net.brim.api;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** Others had a {@link PathLock} for as long as somebody was ready to wait. */
public final class LockTimeoutException extends IOException {

  private static final long serialVersionUID = 1L;

  LockTimeoutException(Path path, Duration timeout) {
    super("%s is locked by somebody else; waited %s ms".formatted(path, timeout.toMillis()));
  }
}
