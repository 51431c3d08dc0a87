package net.brim.chaos.site;

import java.time.Duration;

/**
 * How a command ended.
 *
 * @param status its exit status
 * @param text what it printed, both on standard output and on standard error
 */
public record Said(int status, String text, Duration time) {

  /** On one line, for a table. */
  public String line() {
    return text.strip().replace('\n', ' ');
  }
}
