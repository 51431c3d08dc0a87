package net.brim.server.systemd;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import net.brim.os.Os;
import net.brim.os.OsException;
import net.brim.server.logging.Log;
import net.brim.server.logging.Severity;

/**
 * Sends datagrams to a service manager, in order, without waiting: what it does not take now is
 * tried again later, on a new socket, since it may have started anew.
 */
final class NotifySocket {

  /** Beyond that the oldest are dropped: nobody reads them. */
  private static final int MOST_WAITING = 256;

  /** How many attempts fail in turn before that is a matter for the log. */
  private static final int WORTH_A_LINE = 10;

  private static final int NONE = -1;

  private final Os os;
  private final Path path;
  private final Deque<Notification> waiting = new ArrayDeque<>();
  private int socket = NONE;
  private int failures;

  /** A socket at a path, or of the abstract name that {@code @} begins. */
  NotifySocket(Os os, String path) {
    this.os = os;
    this.path = Path.of(path);
  }

  void send(Notification notification) {
    if (waiting.size() == MOST_WAITING) {
      waiting.removeFirst();
    }
    waiting.addLast(notification);
    flush();
  }

  /** Sends what waits; whether nothing does any more. */
  boolean flush() {
    try {
      while (!waiting.isEmpty() && send()) {
        waiting.removeFirst();
      }
      if (waiting.isEmpty()) {
        failures = 0;
        return true;
      }
      complain("it takes nothing");
    } catch (OsException e) {
      complain(String.valueOf(e.getMessage()));
    }
    close();
    return false;
  }

  private boolean send() {
    if (socket == NONE) {
      socket = os.connectDatagram(path);
    }
    Notification next = waiting.getFirst();
    byte[] bytes = next.bytes();
    return next.descriptors().isEmpty()
        ? os.sendDatagram(socket, bytes, bytes.length)
        : os.sendDatagram(socket, bytes, bytes.length, next.descriptors());
  }

  private void complain(String why) {
    failures++;
    if (failures == WORTH_A_LINE) {
      Log.main().log(Severity.WARNING, "NOTIFY_SOCKET %s: %s; trying on".formatted(path, why));
    }
  }

  void close() {
    if (socket != NONE) {
      os.close(socket);
      socket = NONE;
    }
  }
}
