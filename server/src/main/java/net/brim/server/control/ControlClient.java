package net.brim.server.control;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
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
import java.util.function.Consumer;

/** Asks a running supervisor. */
public final class ControlClient {

  private static final int PIECE = 8192;

  private ControlClient() {}

  /**
   * Sends a command and waits until it has been carried out.
   *
   * @param limit how long nothing may come: a supervisor that is suspended takes commands, but
   *     answers none
   * @param lines gets each line of the answer but the last, as soon as it comes
   * @return the exit status that the last line brings
   * @throws EOFException where the supervisor ends before it has answered
   */
  public static int ask(Path socket, String command, Duration limit, Consumer<ControlLine> lines)
      throws IOException {
    try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      channel.write(StandardCharsets.UTF_8.encode(command + "\n"));
      channel.configureBlocking(false);
      return readAll(channel, limit, lines);
    }
  }

  private static int readAll(SocketChannel channel, Duration limit, Consumer<ControlLine> lines)
      throws IOException {
    var line = new ByteArrayOutputStream();
    ByteBuffer piece = ByteBuffer.allocate(PIECE);
    try (Selector selector = channel.provider().openSelector()) {
      channel.register(selector, SelectionKey.OP_READ);
      while (await(selector, channel, piece.clear(), limit)) {
        for (int i = 0; i < piece.position(); i++) {
          if (piece.get(i) != '\n') {
            line.write(piece.get(i));
            continue;
          }
          ControlLine read = ControlLine.parse(line.toString(StandardCharsets.UTF_8));
          line.reset();
          if (read.kind() == ControlLine.Kind.DONE) {
            return read.status();
          }
          lines.accept(read);
        }
      }
    }
    throw new EOFException("the supervisor went away");
  }

  /** Reads what comes next; false at the end. */
  private static boolean await(
      Selector selector, SocketChannel channel, ByteBuffer into, Duration limit)
      throws IOException {
    long deadline = System.nanoTime() + limit.toNanos();
    int count;
    while ((count = channel.read(into)) == 0) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        throw new SocketTimeoutException("nothing came within " + limit.toMillis() + " ms");
      }
      selector.select(left);
      selector.selectedKeys().clear();
    }
    return count > 0;
  }
}
