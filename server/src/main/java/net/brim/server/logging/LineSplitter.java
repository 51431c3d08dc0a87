package net.brim.server.logging;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Makes lines of the bytes that another process writes to its stdout or stderr.
 *
 * <p>A line ends at LF, CR LF, or when it has grown to the maximum length; empty lines are left
 * out. Bytes that are not UTF-8 become U+FFFD. Not safe for use by several threads.
 */
public final class LineSplitter {

  private final int maxLength;
  private final Consumer<String> lines;
  private final ByteArrayOutputStream partial = new ByteArrayOutputStream();

  /**
   * A splitter without a line begun.
   *
   * @param maxLength in bytes; at least 4, which one character can take
   */
  public LineSplitter(int maxLength, Consumer<String> lines) {
    if (maxLength < 4) {
      throw new IllegalArgumentException("maximum line length is " + maxLength + ", at least 4");
    }
    this.maxLength = maxLength;
    this.lines = lines;
  }

  /** Takes the next bytes; every line that they complete is handed on. */
  public void feed(byte[] bytes, int offset, int length) {
    int start = offset;
    int end = offset + length;
    for (int i = offset; i < end; i++) {
      if (bytes[i] == '\n') {
        append(bytes, start, i);
        finish();
        start = i + 1;
      }
    }
    append(bytes, start, end);
  }

  /** What there is of a line that has not ended. */
  public byte[] partial() {
    return partial.toByteArray();
  }

  /** Hands on what is left without a line end. */
  public void end() {
    finish();
  }

  private void append(byte[] bytes, int start, int end) {
    int from = start;
    while (from < end) {
      int room = maxLength - partial.size();
      int count = Math.min(room, end - from);
      partial.write(bytes, from, count);
      from += count;
      if (partial.size() == maxLength && from < end) {
        breakLine();
      }
    }
  }

  /** Breaks a line that is too long before its last character where that is not whole. */
  private void breakLine() {
    byte[] line = partial.toByteArray();
    int cut = Utf8.wholeLength(line, line.length);
    partial.reset();
    emit(line, cut);
    partial.write(line, cut, line.length - cut);
  }

  private void finish() {
    byte[] line = partial.toByteArray();
    partial.reset();
    boolean carriageReturn = line.length > 0 && line[line.length - 1] == '\r';
    emit(line, carriageReturn ? line.length - 1 : line.length);
  }

  private void emit(byte[] line, int length) {
    if (length > 0) {
      lines.accept(new String(line, 0, length, StandardCharsets.UTF_8));
    }
  }
}
