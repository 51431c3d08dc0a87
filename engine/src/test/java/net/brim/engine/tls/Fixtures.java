package net.brim.engine.tls;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The certificates and keys of the tests, which protect nothing. */
final class Fixtures {

  private Fixtures() {}

  static String text(String name) {
    try (InputStream in = Fixtures.class.getResourceAsStream("/tls/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static PemFile file(String name) {
    return of(name, text(name));
  }

  static PemFile of(String name, String text) {
    return new PemFile(Path.of(name), "", text);
  }
}
