package net.brim.server.apps;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Forms of a file that a build step has compressed, by the names that they have beside it. */
final class Precompressed {

  /** The codings, the better one first. */
  static final List<String> TOKENS = List.of("br", "zstd", "gzip");

  private static final byte[] BR = ".br".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ZST = ".zst".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] GZ = ".gz".getBytes(StandardCharsets.US_ASCII);

  private Precompressed() {}

  /** The path of the form of {@code path} in that coding. */
  static byte[] beside(byte[] path, String token) {
    byte[] ending =
        switch (token) {
          case "br" -> BR;
          case "zstd" -> ZST;
          default -> GZ;
        };
    byte[] beside = Arrays.copyOf(path, path.length + ending.length);
    System.arraycopy(ending, 0, beside, path.length, ending.length);
    return beside;
  }
}
