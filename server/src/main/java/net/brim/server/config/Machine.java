package net.brim.server.config;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the defaults of some options depend on. */
record Machine(int cores, String hostName) {

  private static final Path KERNEL_HOST_NAME = Path.of("/proc/sys/kernel/hostname");

  static Machine current() {
    return new Machine(Runtime.getRuntime().availableProcessors(), currentHostName());
  }

  /** Asks the kernel first: a resolver can take seconds. */
  private static String currentHostName() {
    try {
      return Files.readString(KERNEL_HOST_NAME).strip();
    } catch (IOException e) {
      return resolvedHostName(); // another system than Linux
    }
  }

  private static String resolvedHostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
