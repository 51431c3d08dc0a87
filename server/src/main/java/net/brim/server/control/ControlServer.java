package net.brim.server.control;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import jdk.net.ExtendedSocketOptions;

/**
 * The control socket: one command a connection, as a line; the reply is what comes back until the
 * end of the stream.
 *
 * <p>Only the user who owns the socket and root are listened to: its mode says so, and so does a
 * look at the peer's user, for systems where the mode of a socket is not heeded.
 */
public final class ControlServer implements AutoCloseable {

  private static final int LONGEST_COMMAND = 256;
  private static final int MOST_CLIENTS = 16;

  private final Path path;
  private final ServerSocketChannel socket;
  private final Semaphore clients = new Semaphore(MOST_CLIENTS);

  private ControlServer(Path path, ServerSocketChannel socket) {
    this.path = path;
    this.socket = socket;
  }

  /**
   * Listens at that path, in place of a socket that a dead supervisor left there. The caller sees
   * to it that no live one does, and that files are made with mode 0600.
   */
  public static ControlServer open(Path path) throws IOException {
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      if (!Files.readAttributes(path, "isOther", LinkOption.NOFOLLOW_LINKS).containsValue(true)) {
        throw new IOException("there is a file of that name");
      }
      delete(path);
    }
    var socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      socket.bind(UnixDomainSocketAddress.of(path));
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
      return new ControlServer(path, socket);
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  private static void delete(Path path) throws IOException {
    try {
      Files.delete(path);
    } catch (AccessDeniedException e) {
      throw new IOException("one is left there that we are not allowed to remove", e);
    }
  }

  /** Answers commands, on threads of its own. */
  public void start(Function<String, CompletableFuture<String>> commands) {
    Thread.ofPlatform().daemon().name("control").start(() -> accept(commands));
  }

  /** Stops listening and removes the socket, where that is allowed. */
  @Override
  public void close() throws IOException {
    socket.close();
    try {
      Files.deleteIfExists(path);
    } catch (AccessDeniedException e) {
      // Made by root, in a directory that only root may write to: the next start removes it.
    }
  }

  private void accept(Function<String, CompletableFuture<String>> commands) {
    while (socket.isOpen()) {
      try {
        clients.acquireUninterruptibly();
        SocketChannel client = socket.accept();
        Thread.ofPlatform().daemon().name("control client").start(() -> serve(client, commands));
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        clients.release(); // that client has gone, or no descriptor was left for it
      }
    }
  }

  private void serve(SocketChannel client, Function<String, CompletableFuture<String>> commands) {
    try (client) {
      if (isTrusted(client)) {
        String reply = commands.apply(readCommand(client)).get();
        write(client, reply);
      }
    } catch (IOException e) {
      // The client has gone: no one is left to tell.
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException("a command was not answered", e);
    } finally {
      clients.release();
    }
  }

  private boolean isTrusted(SocketChannel client) throws IOException {
    UserPrincipal peer = client.getOption(ExtendedSocketOptions.SO_PEERCRED).user();
    return peer.equals(Files.getOwner(path)) || peer.getName().equals("root");
  }

  private static String readCommand(SocketChannel client) throws IOException {
    var buffer = ByteBuffer.allocate(LONGEST_COMMAND);
    while (buffer.hasRemaining() && client.read(buffer) >= 0) {
      String text = new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
      int end = text.indexOf('\n');
      if (end >= 0) {
        return text.substring(0, end);
      }
    }
    return "";
  }

  private static void write(SocketChannel client, String reply) throws IOException {
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(reply);
    while (bytes.hasRemaining()) {
      client.write(bytes);
    }
  }
}
