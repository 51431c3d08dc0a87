package net.brim.server.worker;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import net.brim.engine.StreamServer;
import net.brim.os.Os;
import net.brim.os.OsException;
import net.brim.server.config.ListenAddress;
import net.brim.server.sockets.SocketFile;

/** The listening sockets of a process that no supervisor opened them for. */
final class OwnSockets {

  private final List<SocketFile> files = new ArrayList<>();

  /**
   * Has the server listen; returns where.
   *
   * @throws OsException where the system refuses
   */
  SocketAddress listen(StreamServer server, ListenAddress address, int backlog)
      throws IOException, InterruptedException {
    if (address instanceof ListenAddress.Tcp tcp) {
      return server.bind(socketAddress(tcp), backlog);
    }
    if (address instanceof ListenAddress.Unix unix) {
      return server.canAdopt() ? adopt(server, unix, backlog) : bind(server, unix, backlog);
    }
    return adopt(server, ((ListenAddress.Inherited) address).descriptor());
  }

  /** Removes the files of unix sockets; before the servers are closed. */
  void removeFiles(Consumer<String> complain) {
    for (SocketFile file : files) {
      try {
        file.remove();
      } catch (IOException e) {
        complain.accept("the file of a socket stays for the next start to replace: " + e);
      }
    }
  }

  private static InetSocketAddress socketAddress(ListenAddress.Tcp tcp) {
    return tcp.host().equals("*")
        ? new InetSocketAddress(tcp.port())
        : new InetSocketAddress(tcp.host(), tcp.port());
  }

  private SocketAddress adopt(StreamServer server, ListenAddress.Unix unix, int backlog)
      throws IOException, InterruptedException {
    SocketFile file = SocketFile.listen(Os.current(), unix.path(), unix.mode(), backlog);
    files.add(file);
    server.adoptUnix(file.descriptor());
    return UnixDomainSocketAddress.of(file.path());
  }

  /** Where there is no epoll; a file that is there stays, whatever it is. */
  private static SocketAddress bind(StreamServer server, ListenAddress.Unix unix, int backlog)
      throws IOException {
    var address = UnixDomainSocketAddress.of(unix.path());
    server.bind(address, backlog);
    if (unix.mode().isPresent()) {
      Files.setAttribute(unix.path(), "unix:mode", unix.mode().getAsInt());
    }
    return address;
  }

  private static SocketAddress adopt(StreamServer server, int descriptor) throws IOException {
    if (!server.canAdopt()) {
      throw new IOException("needs epoll, which is not there");
    }
    Os os = Os.current();
    SocketAddress address = os.listeningAddress(descriptor);
    os.setNonBlocking(descriptor);
    if (address instanceof UnixDomainSocketAddress) {
      server.adoptUnix(descriptor);
    } else {
      server.adopt(descriptor);
    }
    return address;
  }
}
