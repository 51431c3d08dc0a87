package net.brim.engine;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.brim.engine.http.HttpContext;
import net.brim.engine.http1.Http1;
import net.brim.engine.hub.Acceptor;
import net.brim.engine.hub.Hub;
import net.brim.engine.hub.Transport;

/**
 * Asks a server something before it has clients, by a connection to its own hubs: through a unix
 * socket in a directory that only this user can enter.
 */
final class WarmUp {

  /** Where the status stands in {@code HTTP/1.1 200 OK}. */
  private static final int STATUS_AT = 9;

  private static final int STATUS_END = 12;

  private WarmUp() {}

  /** Sends a GET for that target; returns the status of the response. */
  static int get(String target, HttpContext context, List<Hub> hubs) throws IOException {
    Path directory = Files.createTempDirectory("brim-warmup");
    var acceptor =
        new Acceptor(
            hubs,
            new Http1(context, null),
            List.of(),
            new Unseen(),
            context.settings().timeout(),
            false,
            1,
            context.logger());
    var address = UnixDomainSocketAddress.of(directory.resolve("socket"));
    try {
      acceptor.bind(Transport.best(), address, 1);
      try (SocketChannel client = SocketChannel.open(address)) {
        client.write(ByteBuffer.wrap(request(target, context)));
        return status(Channels.newInputStream(client).readAllBytes());
      }
    } finally {
      acceptor.close();
      Files.deleteIfExists(address.getPath());
      Files.delete(directory);
    }
  }

  private static byte[] request(String target, HttpContext context) {
    return "GET %s HTTP/1.1\r\nHost: %s\r\nUser-Agent: brim-warmup\r\nConnection: close\r\n\r\n"
        .formatted(target, context.settings().serverName())
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private static int status(byte[] response) throws IOException {
    if (response.length < STATUS_END) {
      throw new IOException("the connection ended without a response");
    }
    return Integer.parseInt(
        new String(response, STATUS_AT, STATUS_END - STATUS_AT, StandardCharsets.US_ASCII));
  }

  /** Traffic that nobody counts. */
  private static final class Unseen implements Acceptor.Traffic {
    @Override
    public void connections(int change) {}

    @Override
    public void adopted() {}

    @Override
    public void read(long bytes) {}

    @Override
    public void written(long bytes) {}
  }
}
