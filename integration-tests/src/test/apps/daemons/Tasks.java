package daemons;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import net.brim.api.Conf;
import net.brim.api.ConfException;
import net.brim.api.Daemon;
import net.brim.api.DaemonContext;
import net.brim.api.Stat;

/** A daemon that does what its section says. */
public final class Tasks implements Daemon.Factory<Tasks.Settings> {

  /** What one daemon does. */
  public record Settings(String name, String task, String command) {}

  /** For {@code call}. */
  public Tasks() {}

  @Override
  public Settings parseConf(String name, Conf conf) {
    String task = conf.get(name, "task", "wait");
    if (task.equals("refuse")) {
      throw new ConfException("[" + name + "] you must configure a task.");
    }
    return new Settings(name, task, conf.get(name, "command", "true"));
  }

  @Override
  public List<Stat> statsConf(String name, Settings settings) {
    return List.of(
        Stat.daemon("runs"),
        Stat.sum("all_runs"),
        settings.task().equals("clash") ? Stat.daemon("other") : Stat.max("last"));
  }

  @Override
  public Daemon create(String name, Settings settings) {
    return context -> run(settings, context);
  }

  private static void run(Settings settings, DaemonContext context) throws Exception {
    context.stats().incr("runs");
    context.stats().incr("all_runs");
    context.stats().set("last", context.stats().get("runs"));
    context.logger().info("{} does {}", settings.name(), settings.task());
    switch (settings.task()) {
      case "return" -> {}
      case "throw" -> throw new IllegalStateException("no luck\nat all", new IOException("deeper"));
      case "overflow" -> overflow(0);
      case "thread" -> {
        Thread.ofPlatform().start(Tasks::failInAThread).join();
        context.awaitDraining();
      }
      case "print" -> {
        print();
        context.awaitDraining();
      }
      case "shell" -> {
        new ProcessBuilder("/bin/sh", "-c", settings.command()).inheritIO().start().waitFor();
        context.logger().info("{} has run its command", settings.name());
        context.awaitDraining();
      }
      case "stubborn" -> stubborn(settings, context);
      case "deaf" -> deaf();
      default -> {
        while (!context.awaitDraining(Duration.ofMillis(50))) {
          context.stats().set("last", context.stats().get("runs"));
        }
        context.logger().info(
            "{} was told to finish: {}, {}",
            settings.name(),
            context.draining(),
            context.server().name());
      }
    }
  }

  private static int overflow(int depth) {
    return overflow(depth + 1) + 1;
  }

  private static void failInAThread() {
    throw new IllegalArgumentException("in a thread");
  }

  private static void print() {
    System.out.println("plain on stdout");
    System.err.println("plain on stderr");
    System.out.println("umlaut ä, euro €, smile 😀");
    System.out.println("two\nlines");
    System.out.println("long " + "x".repeat(20_000) + " end");
    byte[] wrong = "wrong ? bytes\n".getBytes(StandardCharsets.US_ASCII);
    wrong[6] = (byte) 0xff;
    System.out.write(wrong, 0, wrong.length);
    System.out.println("control \u001b[31m and \u0000");
    System.out.println();
    System.out.print("without an end");
    System.out.flush();
  }

  private static void stubborn(Settings settings, DaemonContext context) {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      context.logger().info("{} was interrupted", settings.name());
    }
  }

  private static void deaf() {
    while (true) {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        System.err.println("not now");
      }
    }
  }
}
