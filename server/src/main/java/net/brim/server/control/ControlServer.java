package net.brim.server.control;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import net.brim.os.Os;
import net.brim.os.OsException;
import net.brim.server.logging.Log;
import net.brim.server.logging.Severity;
import net.brim.server.sockets.SocketFile;
import org.jspecify.annotations.Nullable;

/**
 * The control socket: one command a connection, as a line; the answer is lines, of which the last
 * says that it is one. One thread serves all clients.
 *
 * <p>Only our own user and root are listened to: the mode of the socket says so, and so does a look
 * at who the peer is, for systems where the mode of a socket is not heeded.
 */
public final class ControlServer implements AutoCloseable {

  private static final OptionalInt MODE = OptionalInt.of(0600);
  private static final int BACKLOG = 16;
  private static final int MOST_CLIENTS = 16;
  private static final int PAUSE_MILLIS = 100;
  private static final int ROOT = 0;

  private final Os os;
  private final SocketFile socket;
  private final int[] wakeup;
  private final List<Client> clients = new ArrayList<>();
  private volatile boolean closing;
  private volatile boolean leaving;
  private boolean closed;
  private @Nullable Consumer<ControlRequest> commands;
  private @Nullable Thread thread;

  private ControlServer(Os os, SocketFile socket) {
    this.os = os;
    this.socket = socket;
    this.wakeup = os.pipe();
    os.setNonBlocking(wakeup[0]);
    os.setNonBlocking(wakeup[1]);
  }

  /**
   * Listens at that path, in place of a socket that a dead supervisor left there.
   *
   * @throws OsException where there is another file, or a process that listens
   */
  public static ControlServer open(Os os, Path path) throws InterruptedException {
    return new ControlServer(os, SocketFile.listen(os, path, MODE, BACKLOG));
  }

  /** Goes on with the socket that this process listened at before it became another program. */
  public static ControlServer adopt(Os os, Path path, int descriptor) {
    return new ControlServer(os, SocketFile.adopt(os, path, descriptor));
  }

  /** The listening socket, for a program that this process becomes. */
  public int descriptor() {
    return socket.descriptor();
  }

  /** Makes the file that user's and that group's. */
  public void giveTo(int user, int group) {
    socket.giveTo(user, group);
  }

  /**
   * Goes on to answer a client whose command another program of this process has taken; to be
   * called before {@link #start}.
   */
  public ControlReply take(int descriptor) {
    var client = Client.answered(os, descriptor, this::wakeUp);
    clients.add(client);
    return client;
  }

  /**
   * Takes no commands any more, until {@link #goOn}, for a program that this process becomes; what
   * was answered and can be sent at once is sent before.
   *
   * @return the descriptor of that client; -1 where the answer goes to none
   */
  public int leave(ControlReply answered) {
    leaving = true;
    wakeUp();
    if (thread != null) {
      join(thread);
    }
    return answered instanceof Client client && clients.contains(client) ? client.descriptor() : -1;
  }

  /** Takes commands again. */
  public void goOn() {
    leaving = false;
    if (commands != null) {
      start(commands);
    }
  }

  /** Takes commands, on a thread of its own. */
  public void start(Consumer<ControlRequest> commands) {
    this.commands = commands;
    thread = Thread.ofPlatform().daemon().name("control").start(() -> run(commands));
  }

  /**
   * Stops listening and removes the socket, where that is allowed; what was answered and can be
   * sent at once is sent before.
   */
  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try {
      socket.remove();
    } catch (AccessDeniedException e) {
      // Made by root, in a directory that only root may write to: the next start removes it.
    }
    closing = true;
    wakeUp();
    if (thread == null) {
      os.close(descriptor());
    } else {
      join(thread);
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void wakeUp() {
    var _ = os.tryWrite(wakeup[1], new byte[1], 0, 1);
  }

  private void run(Consumer<ControlRequest> commands) {
    while (!closing && !leaving) {
      boolean mayAccept = clients.size() < MOST_CLIENTS;
      List<Client> active = clients.stream().filter(Client::isExpected).toList();
      boolean[] ready = await(active, mayAccept);
      for (int i = 0; i < active.size(); i++) {
        if (ready[i + 2]) {
          serve(active.get(i), commands);
        }
      }
      if (ready[0]) {
        var _ = os.tryRead(wakeup[0], new byte[1024], 0, 1024);
      }
      if (ready[1] && mayAccept) {
        accept();
      }
      closeThoseThatAreOver();
    }
    clients.stream().filter(Client::isWriting).forEach(client -> client.write(System.nanoTime()));
    if (closing) {
      clients.forEach(Client::close);
      os.close(descriptor());
    }
  }

  /**
   * Waits until there is something to do: for the pipe that wakes us up, the socket, and the
   * clients in their order.
   */
  private boolean[] await(List<Client> active, boolean mayAccept) {
    int[] descriptors = new int[active.size() + 2];
    boolean[] writing = new boolean[descriptors.length];
    descriptors[0] = wakeup[0];
    // A negative descriptor is never ready.
    descriptors[1] = mayAccept ? descriptor() : -1;
    long deadline = Long.MAX_VALUE;
    long now = System.nanoTime();
    for (int i = 0; i < active.size(); i++) {
      descriptors[i + 2] = active.get(i).descriptor();
      writing[i + 2] = active.get(i).isWriting();
      deadline = Math.min(deadline, active.get(i).deadline() - now);
    }
    int timeout =
        active.isEmpty() ? -1 : (int) Math.max(0, TimeUnit.NANOSECONDS.toMillis(deadline) + 1);
    return os.poll(descriptors, writing, timeout);
  }

  private void serve(Client client, Consumer<ControlRequest> commands) {
    if (client.isWriting()) {
      client.write(System.nanoTime());
    } else {
      client.read().ifPresent(words -> answer(client, words, commands));
    }
  }

  private void answer(Client client, List<String> words, Consumer<ControlRequest> commands) {
    int user = os.peerUserId(client.descriptor());
    if (user == ROOT || user == os.effectiveUserId()) {
      commands.accept(new ControlRequest(words, client));
    } else {
      client.err(
          "user %d may give no commands, but %d and root".formatted(user, os.effectiveUserId()));
      client.done(1);
    }
  }

  private void accept() {
    try {
      int client = os.accept(descriptor());
      if (client >= 0) {
        clients.add(new Client(os, client, this::wakeUp));
      }
    } catch (OsException e) {
      Log.main().log(Severity.ERROR, "the control socket: " + e.getMessage());
      var _ = os.poll(new int[0], PAUSE_MILLIS); // it may be that no descriptor is left
    }
  }

  private void closeThoseThatAreOver() {
    long now = System.nanoTime();
    for (Client client : List.copyOf(clients)) {
      if (client.isOver(now)) {
        clients.remove(client);
        client.close();
      }
    }
  }
}
