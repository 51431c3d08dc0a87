package net.brim.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A directory for the files of one run, with a certificate in it; gone at the end. */
public final class Workplace implements AutoCloseable {

  private final Path directory;

  private Workplace(Path directory) {
    this.directory = directory;
  }

  public static Workplace create() throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("brim-bench");
    // The workers of nginx are not ours.
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    var work = new Workplace(directory);
    work.makeCertificate();
    return work;
  }

  /** A file of that name in the directory. */
  public Path path(String name) {
    return directory.resolve(name);
  }

  Path write(String name, String text) throws IOException {
    return Files.writeString(path(name), text);
  }

  /** ECDSA, P-256, for 127.0.0.1. */
  Path certificate() {
    return path("cert.pem");
  }

  Path key() {
    return path("key.pem");
  }

  private void makeCertificate() throws IOException, InterruptedException {
    var command =
        List.of(
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-nodes",
            "-days",
            "7",
            "-subj",
            "/CN=localhost",
            "-addext",
            "subjectAltName=IP:127.0.0.1,DNS:localhost",
            "-keyout",
            key().toString(),
            "-out",
            certificate().toString());
    Process openssl = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (openssl.waitFor() != 0) {
      throw new IOException("openssl made no certificate: " + said);
    }
  }

  /** A port of 127.0.0.1 that nobody listens on. */
  public static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(Workplace::delete);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
