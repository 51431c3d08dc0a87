package net.brim.engine.websocket;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import net.brim.api.WebSocket.Message;
import net.brim.api.WebSocketClose;
import net.brim.api.WebSocketClosedException;
import org.jspecify.annotations.Nullable;

/** The messages that have arrived and the app has not received yet, and how they end. */
final class Inbox {

  /** Bytes of messages beyond which no further one is read. */
  static final int ROOM = 64 * 1024;

  /** What a message costs beside its payload. */
  private static final int OVERHEAD = 64;

  private record Held(Message message, int cost) {}

  /**
   * How the socket ended.
   *
   * @param cause what kept the client's Close from coming; null where it came
   */
  record End(WebSocketClose close, @Nullable IOException cause) {}

  // Locks of this kind, because a thread that waits for one goes on without leaving its loop.
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final Condition taken = lock.newCondition();
  private final ArrayDeque<Held> messages = new ArrayDeque<>(2);
  private final List<Runnable> actions = new ArrayList<>(1);
  private int held;

  /** Whether the app has ever asked for a message, and how many of its threads wait for one. */
  private boolean asked;

  private int waiting;
  private boolean discarding;
  private volatile @Nullable WebSocketClose clientClose;
  private volatile @Nullable End end;

  /** Reader: adds a message; waits where the app is behind. */
  void put(Message message, int length) {
    lock.lock();
    try {
      while (held >= ROOM && !discarding) {
        taken.awaitUninterruptibly();
      }
      if (!discarding) {
        int cost = OVERHEAD + length;
        messages.add(new Held(message, cost));
        held += cost;
        arrived.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Reader: the client has sent its Close, which is yet to be answered. */
  void clientCloses(WebSocketClose close) {
    clientClose = close;
    tell();
  }

  /** The client's Close; null where it has sent none. */
  @Nullable WebSocketClose clientClose() {
    return clientClose;
  }

  /**
   * Reader: waits until the app is done with what came, so that it can answer that: until it waits
   * for more, or returns. One that has never asked for messages is not waited for, unless there are
   * some.
   */
  void settle(Duration most) {
    lock.lock();
    try {
      long left = most.toNanos();
      while (left > 0 && !discarding && !(messages.isEmpty() && (waiting > 0 || !asked))) {
        left = taken.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // Nobody has a reason to; then it is not waited for.
    } finally {
      lock.unlock();
    }
  }

  /** Reader: nothing more will come. */
  void end(End how) {
    lock.lock();
    try {
      end = how;
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
    tell();
  }

  private void tell() {
    List<Runnable> due;
    lock.lock();
    try {
      due = List.copyOf(actions);
      actions.clear();
    } finally {
      lock.unlock();
    }
    due.forEach(Runnable::run);
  }

  /** Waits for a message; null where the client has closed. */
  @Nullable Message take() throws WebSocketClosedException, InterruptedException {
    lock.lockInterruptibly();
    try {
      asked = true;
      while (messages.isEmpty()) {
        End ended = end;
        if (ended != null) {
          return last(ended);
        }
        waiting++;
        taken.signal();
        try {
          arrived.await();
        } finally {
          waiting--;
        }
      }
      Held first = messages.remove();
      held -= first.cost();
      taken.signal();
      return first.message();
    } finally {
      lock.unlock();
    }
  }

  private static @Nullable Message last(End end) throws WebSocketClosedException {
    if (end.cause() == null) {
      return null;
    }
    var closed = new WebSocketClosedException(end.close());
    closed.initCause(end.cause());
    throw closed;
  }

  /** Whether the client has sent its Close, or is gone. */
  boolean isClosing() {
    return clientClose != null || end != null;
  }

  /** How it ended; null where it has not. */
  @Nullable End end() {
    return end;
  }

  /** The app wants no more messages. */
  void discard() {
    lock.lock();
    try {
      discarding = true;
      messages.clear();
      taken.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Runs something when the client closes or is gone, or now where that is so. */
  void onClose(Runnable action) {
    lock.lock();
    try {
      if (!isClosing()) {
        actions.add(action);
        return;
      }
    } finally {
      lock.unlock();
    }
    action.run();
  }
}
