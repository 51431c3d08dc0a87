package net.brim.server.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlServerTest {

  @TempDir Path directory;

  @Test
  void answersACommandALine() throws IOException {
    Path path = directory.resolve("s");
    try (var server = ControlServer.open(path)) {
      server.start(command -> CompletableFuture.completedFuture("you said " + command + "\n"));
      assertEquals("you said status\n", ControlClient.ask(path, "status"));
      assertEquals("you said \n", ControlClient.ask(path, ""));
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
      assertEquals("new", ControlClient.ask(path, "x"));
    }
  }

  @Test
  void leavesOtherFilesAlone() throws IOException {
    Path path = Files.writeString(directory.resolve("s"), "precious");
    var problem = assertThrows(IOException.class, () -> ControlServer.open(path));
    assertEquals("there is a file of that name", problem.getMessage());
    assertEquals("precious", Files.readString(path));
  }
}
