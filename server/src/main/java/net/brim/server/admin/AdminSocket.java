package net.brim.server.admin;

import java.io.IOException;
import java.util.function.Consumer;
import net.brim.os.Os;
import net.brim.os.OsException;
import net.brim.os.service.AddressRetry;
import net.brim.os.service.HostName;
import net.brim.server.config.ListenAddress;
import net.brim.server.logging.Log;
import net.brim.server.logging.Severity;
import net.brim.server.sockets.SocketFile;
import org.jspecify.annotations.Nullable;

/** The socket that the {@link AdminServer} listens at. */
public final class AdminSocket implements AutoCloseable {

  private static final int BACKLOG = 64;

  private final Os os;
  private final int descriptor;
  private final @Nullable SocketFile file;
  private boolean closed;

  private AdminSocket(Os os, int descriptor, @Nullable SocketFile file) {
    this.os = os;
    this.descriptor = descriptor;
    this.file = file;
  }

  /**
   * Listens at that address.
   *
   * @param progress told where another program has the address, and that it is tried again
   * @throws OsException where it cannot be had
   */
  public static AdminSocket listen(
      Os os, ListenAddress address, AddressRetry retry, Consumer<OsException> progress)
      throws InterruptedException {
    return retry.bind(() -> listen(os, address), progress);
  }

  private static AdminSocket listen(Os os, ListenAddress address) throws InterruptedException {
    return switch (address) {
      case ListenAddress.Unix unix -> {
        SocketFile file = SocketFile.listen(os, unix.path(), unix.mode(), BACKLOG);
        yield new AdminSocket(os, file.descriptor(), file);
      }
      case ListenAddress.Tcp tcp ->
          HostName.bind(
              tcp.host(),
              tcp.port(),
              bound -> {
                int descriptor = os.bindTcp(bound, false);
                try {
                  os.listen(descriptor, BACKLOG);
                } catch (OsException e) {
                  os.close(descriptor);
                  throw e;
                }
                return new AdminSocket(os, descriptor, null);
              });
      default -> throw new IllegalArgumentException(address.text());
    };
  }

  /** The one that this process listened at before it became another program. */
  public static AdminSocket adopt(Os os, @Nullable ListenAddress address, int descriptor) {
    return new AdminSocket(
        os,
        descriptor,
        address instanceof ListenAddress.Unix unix
            ? SocketFile.adopt(os, unix.path(), descriptor)
            : null);
  }

  /** The listening socket. */
  public int descriptor() {
    return descriptor;
  }

  /** Makes the file of a unix socket that user's and that group's. */
  public void giveTo(int user, int group) {
    if (file != null) {
      file.giveTo(user, group);
    }
  }

  /** Removes the file of a unix socket, and stops listening. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (file != null) {
      remove(file);
    }
    os.close(descriptor);
  }

  private static void remove(SocketFile file) {
    try {
      file.remove();
    } catch (IOException e) {
      Log.main().log(Severity.NOTICE, "the admin socket stays for the next start to replace: " + e);
    }
  }
}
