package net.brim.chaos.load;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Remembers which workers have answered new connections lately, and which were struck. */
public final class Witness {

  /** In so long, chance leaves no worker out. */
  private static final long LATELY = TimeUnit.MILLISECONDS.toNanos(500);

  private final Map<Long, Long> seen = new ConcurrentHashMap<>();
  private final Set<Long> struck = ConcurrentHashMap.newKeySet();
  private volatile long release;

  /**
   * That worker has answered on a connection that was opened at that time.
   *
   * @throws WrongAnswerException where it runs a release that was replaced before
   */
  void answered(Answer answer, long opened, long releaseThen) throws WrongAnswerException {
    seen.merge(answer.pid(), opened, Math::max);
    if (answer.release() < releaseThen) {
      throw new WrongAnswerException(
          "release %d where %d had taken its place".formatted(answer.release(), releaseThen));
    }
  }

  /** Those to whom new connections went during the last half second. */
  public Set<Long> serving() {
    long now = System.nanoTime();
    var lately = new TreeSet<Long>();
    seen.forEach((pid, opened) -> {
      if (now - opened < LATELY) {
        lately.add(pid);
      }
    });
    return lately;
  }

  /** That worker is about to be struck: what it is working on may be lost. */
  public void strikes(long pid) {
    struck.add(pid);
  }

  boolean isStruck(long pid) {
    return struck.contains(pid);
  }

  /** New connections are served by that release from now on. */
  public void expectRelease(long number) {
    release = number;
  }

  long release() {
    return release;
  }
}
