package net.brim.server.systemd;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** One datagram for a service manager: lines of {@code NAME=VALUE}, perhaps with a descriptor. */
record Notification(String text, List<Integer> descriptors) {

  Notification {
    descriptors = List.copyOf(descriptors);
  }

  static Notification of(String... lines) {
    return new Notification(String.join("\n", lines), List.of());
  }

  byte[] bytes() {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
