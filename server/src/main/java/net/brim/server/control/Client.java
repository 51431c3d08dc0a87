package net.brim.server.control;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import net.brim.os.Os;
import net.brim.os.OsException;
import net.brim.server.control.ControlLine.Kind;
import net.brim.server.logging.Log;
import net.brim.server.logging.Severity;

/**
 * One connection to the control socket. The server's thread reads and writes; whoever carries the
 * command out, on any thread, only adds to what is to be written.
 *
 * <pre>
 *   READING ──a line──▶ ANSWERING ──done, all sent──▶ OVER
 *      └──it hangs up, is silent──▶ OVER ◀──it hangs up, does not read──┘
 * </pre>
 */
final class Client implements ControlReply {

  private enum State {
    READING,
    ANSWERING,
    OVER
  }

  private static final int LONGEST_COMMAND = 1024;
  private static final int MOST_WAITING = 1024 * 1024;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final Os os;
  private final int descriptor;
  private final Runnable wakeup;
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  private final byte[] buffer = new byte[LONGEST_COMMAND];
  private byte[] sending = new byte[0];
  private int sent;
  private boolean expected;
  private long deadline;

  // What follows is what several threads use.

  private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();
  private State state = State.READING;
  private boolean complete;

  /**
   * A client that has just connected.
   *
   * @param wakeup has the server's thread look whether there is anything to write
   */
  Client(Os os, int descriptor, Runnable wakeup) {
    this.os = os;
    this.descriptor = descriptor;
    this.wakeup = wakeup;
  }

  /** One whose command was taken, and is answered. */
  static Client answered(Os os, int descriptor, Runnable wakeup) {
    var client = new Client(os, descriptor, wakeup);
    client.state = State.ANSWERING;
    return client;
  }

  // --- for those who answer ---

  @Override
  public void out(String text) {
    add(new ControlLine(Kind.OUT, text), false);
  }

  @Override
  public void err(String text) {
    add(new ControlLine(Kind.ERR, text), false);
  }

  @Override
  public void data(Object... fields) {
    add(ControlLine.of(fields), false);
  }

  @Override
  public void done(int status) {
    add(new ControlLine(Kind.DONE, Integer.toString(status)), true);
  }

  private void add(ControlLine line, boolean last) {
    byte[] bytes = line.toWire().getBytes(StandardCharsets.UTF_8);
    synchronized (this) {
      if (state == State.OVER || complete) {
        return;
      }
      complete = last;
      if (waiting.size() + bytes.length > MOST_WAITING) {
        Log.main()
            .log(
                Severity.WARNING,
                "a client of the control socket does not read its answer: more than %d bytes wait"
                    .formatted(MOST_WAITING));
        state = State.OVER;
      } else {
        waiting.writeBytes(bytes);
      }
    }
    wakeup.run();
  }

  // --- for the server's thread ---

  int descriptor() {
    return descriptor;
  }

  synchronized boolean isReading() {
    return state == State.READING;
  }

  /** Whether there is something to send. */
  synchronized boolean isWriting() {
    return state == State.ANSWERING && (sent < sending.length || waiting.size() > 0);
  }

  /**
   * Whether there is no more to do but to close it; also where it has not done for too long what is
   * expected of it, to speak or to read.
   *
   * @param now in nanoseconds, of the clock that all times here are of
   */
  boolean isOver(long now) {
    boolean before = expected;
    expected = isReading() || isWriting();
    if (expected && !before) {
      deadline = now + PATIENCE_NANOS;
    }
    return hasEnded() || (expected && now - deadline >= 0);
  }

  private synchronized boolean hasEnded() {
    return state == State.OVER || (complete && !isWriting());
  }

  /** Whether it was expected to do something, when {@link #isOver} last looked. */
  boolean isExpected() {
    return expected;
  }

  /** Until when. */
  long deadline() {
    return deadline;
  }

  /** Reads what has come; returns the command when that has come whole. */
  Optional<List<String>> read() {
    try {
      int count = os.tryRead(descriptor, buffer, 0, buffer.length);
      if (count == 0) {
        end();
      } else if (count > 0) {
        received.write(buffer, 0, count);
      }
      return command();
    } catch (OsException e) {
      end(); // the client has gone: no one is left to tell
      return Optional.empty();
    }
  }

  private synchronized Optional<List<String>> command() {
    String text = received.toString(StandardCharsets.UTF_8);
    int end = text.indexOf('\n');
    if (state != State.READING || (end < 0 && received.size() < LONGEST_COMMAND)) {
      return Optional.empty();
    }
    state = State.ANSWERING;
    if (end < 0) {
      err("a command has fewer than %d bytes".formatted(LONGEST_COMMAND));
      done(2);
      return Optional.empty();
    }
    return Optional.of(
        Arrays.stream(text.substring(0, end).split("\\s+", -1))
            .filter(word -> !word.isEmpty())
            .toList());
  }

  /** Sends as much as it takes now. */
  void write(long now) {
    if (sent == sending.length) {
      takeWhatWaits();
    }
    try {
      int count = os.tryWrite(descriptor, sending, sent, sending.length - sent);
      if (count > 0) {
        sent += count;
        deadline = now + PATIENCE_NANOS;
      }
    } catch (OsException e) {
      end(); // the client has gone: no one is left to tell
    }
  }

  private synchronized void takeWhatWaits() {
    sending = waiting.toByteArray();
    sent = 0;
    waiting.reset();
  }

  private synchronized void end() {
    state = State.OVER;
  }

  /** Closes the connection. */
  void close() {
    end();
    os.close(descriptor);
  }
}
