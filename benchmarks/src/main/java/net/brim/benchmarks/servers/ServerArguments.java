package net.brim.benchmarks.servers;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What each of the servers is started with: {@code PORT} or, for TLS, {@code PORT CERT KEY}.
 *
 * @param tls null for plain HTTP
 */
record ServerArguments(int port, @Nullable PemFiles tls) {

  /** Where every server listens. */
  static final String HOST = "127.0.0.1";

  /** How many connections may wait to be accepted. */
  static final int BACKLOG = 4096;

  static ServerArguments of(String[] arguments) {
    return new ServerArguments(
        Integer.parseInt(arguments[0]),
        arguments.length < 3 ? null : new PemFiles(Path.of(arguments[1]), Path.of(arguments[2])));
  }
}
