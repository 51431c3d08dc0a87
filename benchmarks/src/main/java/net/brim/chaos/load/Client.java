package net.brim.chaos.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** A user of the server that does one thing after the other, on a connection that it keeps. */
abstract sealed class Client permits KeepAlive, Pipelined, Uploads, Sockets {

  private final InetSocketAddress server;
  private final Tally tally;
  private @Nullable Wire wire;
  private long pid;

  Client(InetSocketAddress server, Tally tally) {
    this.server = server;
    this.tally = tally;
  }

  Tally tally() {
    return tally;
  }

  /** Does its thing once, and counts what became of it. */
  abstract void step() throws InterruptedException;

  /** How long it waits between two steps, in milliseconds. */
  abstract int pause();

  /**
   * Looks before a request whether the connection still is one; where not, another one is opened.
   */
  final void begin() throws IOException {
    if (wire != null && !wire.isOpen()) {
      tally.closed(pid);
      hangUp();
    }
  }

  /** The connection, a new one where there is none. */
  final Wire wire() throws IOException {
    if (wire == null) {
      wire = Wire.connect(server);
      pid = 0;
      opened(wire);
    }
    return wire;
  }

  /** What comes first on a new connection. */
  void opened(Wire fresh) throws IOException {}

  /** The next answer on the connection. */
  final Answer read() throws IOException {
    Answer answer = wire().read();
    pid = answer.pid();
    return answer;
  }

  final void lost(IOException problem, int requests) {
    tally.lost(problem, requests, pid);
    hangUp();
  }

  /** Which worker the connection is with. */
  final void isWith(long worker) {
    pid = worker;
  }

  final void hangUp() {
    if (wire != null) {
      wire.close();
      wire = null;
    }
  }
}
