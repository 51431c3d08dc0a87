package net.brim.api;

import java.nio.file.Path;

/**
 * Where a value of the configuration comes from.
 *
 * @param line from 1
 */
public record Origin(Path file, int line) {
  @Override
  public String toString() {
    return file + ":" + line;
  }
}
