package net.brim.it;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** Ports that nobody listens on, below those that the system gives to clients. */
final class Ports {

  private static final int FIRST = 18_000;
  private static final int END = 32_000;

  /** How many JVMs run tests side by side; one where it is not said. */
  private static final int FORKS = Math.max(1, Integer.getInteger("brim.forks", 1));

  /** Which of them this is, from 1. */
  private static final int FORK = Math.clamp(Integer.getInteger("brim.fork", 1), 1, FORKS);

  /** As many as each of them has for itself. */
  private static final int SHARE = (END - FIRST) / FORKS;

  private static final Set<Integer> TAKEN = new HashSet<>();

  private Ports() {}

  /** One that was given to no other test. */
  static synchronized int free() {
    int first = FIRST + (FORK - 1) * SHARE;
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(first, first + SHARE);
      if (!TAKEN.contains(port) && isFree(port)) {
        TAKEN.add(port);
        return port;
      }
    }
  }

  /** Whether every address can be bound to it. */
  static boolean isFree(int port) {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
