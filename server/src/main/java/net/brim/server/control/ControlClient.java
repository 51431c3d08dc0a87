package net.brim.server.control;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Asks a running supervisor. */
public final class ControlClient {

  private static final int PIECE = 8192;

  private ControlClient() {}

  /**
   * Sends a command and waits for the whole reply.
   *
   * @param limit how long to wait: a supervisor that is suspended takes commands, but answers none
   */
  public static String ask(Path socket, String command, Duration limit) throws IOException {
    try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      channel.write(StandardCharsets.UTF_8.encode(command + "\n"));
      channel.configureBlocking(false);
      return readAll(channel, limit);
    }
  }

  private static String readAll(SocketChannel channel, Duration limit) throws IOException {
    long deadline = System.nanoTime() + limit.toNanos();
    var reply = new ByteArrayOutputStream();
    ByteBuffer piece = ByteBuffer.allocate(PIECE);
    try (Selector selector = channel.provider().openSelector()) {
      channel.register(selector, SelectionKey.OP_READ);
      int count;
      while ((count = channel.read(piece.clear())) >= 0) {
        reply.write(piece.array(), 0, count);
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0) {
          throw new SocketTimeoutException("nothing came within " + limit.toMillis() + " ms");
        }
        selector.select(left);
        selector.selectedKeys().clear();
      }
    }
    return reply.toString(StandardCharsets.UTF_8);
  }
}
