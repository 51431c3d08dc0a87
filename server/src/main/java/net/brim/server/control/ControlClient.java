package net.brim.server.control;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Asks a running supervisor. */
public final class ControlClient {

  private ControlClient() {}

  /** Sends a command and waits for the whole reply. */
  public static String ask(Path socket, String command) throws IOException {
    try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      Channels.newOutputStream(channel).write((command + "\n").getBytes(StandardCharsets.UTF_8));
      byte[] reply = Channels.newInputStream(channel).readAllBytes();
      return new String(reply, StandardCharsets.UTF_8);
    }
  }
}
