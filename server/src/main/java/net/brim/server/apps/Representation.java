package net.brim.server.apps;

import java.time.Instant;
import java.util.Arrays;
import net.brim.api.HeaderList;
import net.brim.api.Validators;

/**
 * What is said of one state of one form of a file.
 *
 * @param path of the file
 * @param coding empty for its own form
 * @param identity tells the state, with size and change
 */
@SuppressWarnings("ArrayRecordComponent") // compared by matches
record Representation(
    byte[] path,
    String coding,
    long identity,
    long size,
    Instant changed,
    Validators validators,
    HeaderList headers) {

  /** Whether it is that of this file in its present state. */
  boolean matches(byte[] otherPath, String otherCoding, OpenedFile file) {
    return size == file.size()
        && identity == file.identity()
        && changed.equals(file.changed())
        && coding.equals(otherCoding)
        && Arrays.equals(path, otherPath);
  }
}
