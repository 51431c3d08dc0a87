package net.brim.server.admin;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import net.brim.os.Os;
import net.brim.os.OsException;
import net.brim.server.control.StatusReport;
import org.jspecify.annotations.Nullable;

/**
 * One connection: one request, one response.
 *
 * <pre>
 *  READING ──head──▶ ASKING ──report──▶ WRITING ──all sent──▶ LINGERING ──its end──▶ CLOSED
 *     │                 └──time is up──▶   ▲                      └──time is up───────▲
 *     └──malformed, too long, time is up───┘
 * </pre>
 *
 * <p>It lingers since closing with bytes unread would take the response away from the client.
 */
final class Client {

  /** How long the supervisor's loop may take to report. */
  static final long REPORT_MILLIS = 2_000;

  private static final long HEAD_MILLIS = 5_000;
  private static final long WRITE_MILLIS = 5_000;
  private static final long LINGER_MILLIS = 1_000;

  enum State {
    READING,
    ASKING,
    WRITING,
    LINGERING,
    CLOSED
  }

  private final Os os;
  private final int descriptor;
  private final Supplier<CompletableFuture<StatusReport>> supervisor;
  private final ToLongFunction<StatusReport.Worker> memory;
  private final byte[] head = new byte[RequestHead.LONGEST];
  private State state = State.READING;
  private long deadline;
  private int length;
  private boolean headOnly;
  private @Nullable Endpoint endpoint;
  private @Nullable CompletableFuture<StatusReport> report;
  private byte[] response = {};
  private int sent;

  /** A client that has just come, at {@code now} in milliseconds. */
  Client(
      Os os,
      int descriptor,
      Supplier<CompletableFuture<StatusReport>> supervisor,
      ToLongFunction<StatusReport.Worker> memory,
      long now) {
    this.os = os;
    this.descriptor = descriptor;
    this.supervisor = supervisor;
    this.memory = memory;
    this.deadline = now + HEAD_MILLIS;
  }

  State state() {
    return state;
  }

  /** What to poll; negative where nothing of it is waited for. */
  int polled() {
    return state == State.ASKING || state == State.CLOSED ? -1 : descriptor;
  }

  /** When it has to go on even if nothing comes. */
  long deadline() {
    return deadline;
  }

  /**
   * Goes as far as it can.
   *
   * @param ready whether what it polled is ready
   */
  void advance(boolean ready, long now) {
    try {
      switch (state) {
        case READING -> read(ready, now);
        case ASKING -> ask(now);
        case WRITING -> write(ready, now);
        case LINGERING -> linger(ready, now);
        case CLOSED -> {}
      }
    } catch (OsException e) {
      close(); // it has gone
    }
  }

  /** Ends it, wherever it is. */
  void close() {
    if (state != State.CLOSED) {
      state = State.CLOSED;
      os.close(descriptor);
    }
  }

  private void read(boolean ready, long now) {
    if (!ready) {
      if (now >= deadline) {
        answer(Reply.of(Status.TIMEOUT), now);
      }
      return;
    }
    int count = os.tryRead(descriptor, head, length, head.length - length);
    if (count == 0) {
      close();
    } else if (count > 0) {
      length += count;
      begin(RequestHead.read(head, length), now);
    }
  }

  private void begin(RequestHead.Outcome outcome, long now) {
    switch (outcome) {
      case RequestHead.Outcome.Incomplete() -> {}
      case RequestHead.Outcome.Refused(Status status) -> answer(Reply.of(status), now);
      case RequestHead.Outcome.Request(String method, String path) -> {
        headOnly = method.equals("HEAD");
        endpoint = Endpoint.of(path).orElse(null);
        if (endpoint == null) {
          answer(Reply.of(Status.NOT_FOUND), now);
        } else if (!headOnly && !method.equals("GET")) {
          answer(Reply.of(Status.METHOD_NOT_ALLOWED), now);
        } else {
          state = State.ASKING;
          deadline = now + REPORT_MILLIS;
          report = supervisor.get();
          ask(now);
        }
      }
    }
  }

  private void ask(long now) {
    if (report == null || endpoint == null) {
      throw new IllegalStateException("nothing was asked");
    }
    if (report.isDone()) {
      answer(endpoint.reply(report.join(), memory), now);
    } else if (now >= deadline) {
      answer(
          Reply.text(
              Status.UNAVAILABLE,
              "the supervisor's loop has not answered for %d s"
                  .formatted(TimeUnit.MILLISECONDS.toSeconds(REPORT_MILLIS))),
          now);
    }
  }

  private void answer(Reply reply, long now) {
    response = reply.bytes(headOnly, Instant.now());
    state = State.WRITING;
    deadline = now + WRITE_MILLIS;
    write(true, now);
  }

  private void write(boolean ready, long now) {
    if (ready) {
      sent += Math.max(0, os.tryWrite(descriptor, response, sent, response.length - sent));
    }
    if (sent == response.length) {
      os.shutDownOutput(descriptor);
      state = State.LINGERING;
      deadline = now + LINGER_MILLIS;
    } else if (now >= deadline) {
      close();
    }
  }

  private void linger(boolean ready, long now) {
    if (now >= deadline || (ready && os.tryRead(descriptor, head, 0, head.length) == 0)) {
      close();
    }
  }
}
