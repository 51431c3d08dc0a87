package net.brim.server.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlServerTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path directory;

  @Test
  void answersACommandALine() throws IOException {
    Path path = directory.resolve("s");
    try (var server = ControlServer.open(path)) {
      server.start(command -> CompletableFuture.completedFuture("you said " + command + "\n"));
      assertEquals("you said status\n", ControlClient.ask(path, "status", PATIENCE));
      assertEquals("you said \n", ControlClient.ask(path, "", PATIENCE));
      assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
    }
    assertFalse(Files.exists(path));
  }

  @Test
  void replacesTheSocketOfADeadSupervisor() throws IOException {
    Path path = directory.resolve("s");
    var dead =
        java.nio.channels.ServerSocketChannel.open(java.net.StandardProtocolFamily.UNIX)
            .bind(java.net.UnixDomainSocketAddress.of(path));
    dead.close();
    try (var server = ControlServer.open(path)) {
      server.start(command -> CompletableFuture.completedFuture("new"));
      assertEquals("new", ControlClient.ask(path, "x", PATIENCE));
    }
  }

  @Test
  void leavesOtherFilesAlone() throws IOException {
    Path path = Files.writeString(directory.resolve("s"), "precious");
    var problem = assertThrows(IOException.class, () -> ControlServer.open(path));
    assertEquals("there is a file of that name", problem.getMessage());
    assertEquals("precious", Files.readString(path));
  }

  @Test
  void clientGivesUpOnASupervisorThatIsSuspended() throws IOException {
    Path path = directory.resolve("s");
    try (var server = ControlServer.open(path)) {
      server.start(command -> new CompletableFuture<>());
      var problem =
          assertThrows(
              SocketTimeoutException.class,
              () -> ControlClient.ask(path, "status", Duration.ofMillis(20)));
      assertEquals("nothing came within 20 ms", problem.getMessage());
    }
  }
}
