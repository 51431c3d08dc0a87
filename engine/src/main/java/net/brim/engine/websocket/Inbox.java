package net.brim.engine.websocket;

import java.io.IOException;
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
  private boolean discarding;
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

  /** Reader: nothing more will come. */
  void end(End how) {
    lock.lock();
    try {
      end = how;
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
    actions.forEach(Runnable::run); // No more can be added.
  }

  /** Waits for a message; null where the client has closed. */
  @Nullable Message take() throws WebSocketClosedException, InterruptedException {
    lock.lockInterruptibly();
    try {
      while (messages.isEmpty()) {
        End ended = end;
        if (ended != null) {
          return last(ended);
        }
        arrived.await();
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

  /** Runs something at the end, or now where that is past. */
  void onEnd(Runnable action) {
    lock.lock();
    try {
      if (end == null) {
        actions.add(action);
        return;
      }
    } finally {
      lock.unlock();
    }
    action.run();
  }
}
