package net.brim.server.apps;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Has bcrypt compute on a few threads of its own, so that neither the hub nor all processors are
 * taken by it. A request waits for its answer; where too many wait already, it is told to come
 * again, since a longer queue would only make all of them late.
 */
final class PasswordCheck {

  /** What became of a question. */
  enum Answer {
    /** The password is the user's. */
    RIGHT,
    /** It is not, or there is no such user. */
    WRONG,
    /** Too many others wait. */
    BUSY
  }

  private static final int PROCESSORS_FOR_EACH = 4;
  private static final int WAITING_FOR_EACH = 32;
  private static final long IDLE_SECONDS = 10;

  private final ThreadPoolExecutor threads;

  PasswordCheck(String name) {
    this(name, Math.max(1, Runtime.getRuntime().availableProcessors() / PROCESSORS_FOR_EACH));
  }

  private PasswordCheck(String name, int threads) {
    this(name, threads, WAITING_FOR_EACH * threads);
  }

  /**
   * With so many threads.
   *
   * @param waiting how many questions may wait for one
   */
  PasswordCheck(String name, int threads, int waiting) {
    this.threads =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(waiting),
            Thread.ofPlatform().daemon().name(name + "-bcrypt-", 0).factory());
    this.threads.allowCoreThreadTimeOut(true);
  }

  Answer check(Users users, Credentials credentials) throws InterruptedException {
    ByteBuffer digest = Remembered.digest(credentials);
    var fresh = new CompletableFuture<Boolean>();
    CompletableFuture<Boolean> answer = users.remembered().answer(digest, fresh);
    if (answer == null) {
      answer = fresh;
      ask(users, credentials, digest, fresh);
    }
    try {
      return answer.get() ? Answer.RIGHT : Answer.WRONG;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RejectedExecutionException) {
        return Answer.BUSY;
      }
      throw new IllegalStateException("a password could not be checked", e);
    }
  }

  private void ask(
      Users users, Credentials credentials, ByteBuffer digest, CompletableFuture<Boolean> answer) {
    try {
      threads.execute(() -> compute(users, credentials, digest, answer));
    } catch (RejectedExecutionException e) {
      users.remembered().forget(digest, answer);
      answer.completeExceptionally(e);
    }
  }

  private static void compute(
      Users users, Credentials credentials, ByteBuffer digest, CompletableFuture<Boolean> answer) {
    boolean right = false;
    try {
      right = users.allow(credentials);
      if (!right) {
        users.remembered().forget(digest, answer);
      }
      answer.complete(right);
    } catch (RuntimeException | Error e) {
      users.remembered().forget(digest, answer);
      answer.completeExceptionally(e);
    }
  }
}
