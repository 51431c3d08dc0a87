package net.brim.server.sockets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.OptionalInt;
import net.brim.os.Os;
import net.brim.os.OsException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class SocketFileTest {

  private final Os os = Os.current();
  @TempDir private Path directory;
  private Path path = Path.of("");

  @BeforeEach
  void name() {
    path = directory.resolve("s");
  }

  private SocketFile listen() throws InterruptedException {
    return listen(OptionalInt.empty());
  }

  private SocketFile listen(OptionalInt mode) throws InterruptedException {
    return SocketFile.listen(os, path, mode, 16);
  }

  private void connect() throws IOException {
    SocketChannel.open(UnixDomainSocketAddress.of(path)).close();
  }

  private String refusal() {
    return String.valueOf(assertThrows(OsException.class, this::listen).getMessage());
  }

  @Test
  void listensAndRemovesItsFile() throws Exception {
    SocketFile socket = listen();
    connect();
    socket.remove();
    assertFalse(Files.exists(path));
    socket.remove();
    os.close(socket.descriptor());
  }

  @Test
  void hasItsPermissionsWhateverTheUmask() throws Exception {
    for (int mode : new int[] {0660, 0777, 0}) {
      SocketFile socket = listen(OptionalInt.of(mode));
      assertEquals(0140000 | mode, Files.getAttribute(path, "unix:mode"));
      socket.remove();
      os.close(socket.descriptor());
    }
  }

  @Test
  void takesThePlaceOfADeadOne() throws Exception {
    os.close(listen().descriptor());
    assertTrue(Files.exists(path));
    assertThrows(IOException.class, this::connect);
    SocketFile socket = listen();
    connect();
    os.close(socket.descriptor());
  }

  @Test
  void leavesALiveOneAlone() throws Exception {
    SocketFile live = listen();
    var refused = assertThrows(OsException.class, this::listen);
    assertEquals(OsException.EADDRINUSE, refused.errno());
    assertEquals("bind " + path + ": in use by another process", refused.getMessage());
    connect();
    live.remove();
    os.close(live.descriptor());
  }

  @Test
  void neverRemovesWhatIsNoSocket() throws Exception {
    String expected = "bind " + path + ": there is a %s that is no socket";
    Files.writeString(path, "text");
    assertEquals(expected.formatted("file"), refusal());
    assertEquals("text", Files.readString(path));
    Files.delete(path);
    Files.createDirectory(path);
    assertEquals(expected.formatted("directory"), refusal());
    Files.delete(path);
    assertEquals(0, new ProcessBuilder("mkfifo", path.toString()).start().waitFor());
    assertEquals(expected.formatted("named pipe"), refusal());
    Files.delete(path);
    Files.createSymbolicLink(path, directory.resolve("nothing"));
    assertEquals(expected.formatted("symbolic link"), refusal());
    assertTrue(Files.isSymbolicLink(path));
  }

  @Test
  void leavesTheFileOfASuccessorAlone() throws Exception {
    SocketFile first = listen();
    Files.delete(path);
    SocketFile second = listen();
    first.remove();
    connect();
    second.remove();
    assertFalse(Files.exists(path));
    os.close(first.descriptor());
    os.close(second.descriptor());
  }

  @Test
  void givesItsOwnFileAway() throws Exception {
    assumeTrue(os.effectiveUserId() == 0, "skipped: only root can give files away");
    SocketFile socket = listen();
    socket.giveTo(1234, 5678);
    assertEquals(1234, Files.getAttribute(path, "unix:uid"));
    assertEquals(5678, Files.getAttribute(path, "unix:gid"));
    socket.remove();
    os.close(socket.descriptor());
  }

  @Test
  void givesNothingElseAway() throws Exception {
    assumeTrue(os.effectiveUserId() == 0, "skipped: only root can give files away");
    SocketFile socket = listen();
    Path secret = Files.createFile(directory.resolve("secret"));
    Files.delete(path);
    Files.createSymbolicLink(path, secret);
    assertThrows(OsException.class, () -> socket.giveTo(1234, 5678));
    Files.delete(path);
    Files.createLink(path, secret);
    assertThrows(OsException.class, () -> socket.giveTo(1234, 5678));
    assertEquals(0, Files.getAttribute(secret, "unix:uid"));
    Files.delete(path);
    SocketFile other = listen();
    assertThrows(OsException.class, () -> socket.giveTo(1234, 5678));
    assertEquals(0, Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS));
    os.close(socket.descriptor());
    os.close(other.descriptor());
  }

  @Test
  void waitsOnlyAWhileForTheLockOfTheDirectory() {
    int lock = os.lockDirectory(directory).orElseThrow();
    assertEquals("lock " + directory + ": another process has locked the directory", refusal());
    assertFalse(Files.exists(path));
    os.close(lock);
  }

  @Test
  void aFailureLeavesNothingOpen() throws Exception {
    int before = os.memoryFile("next", 1);
    os.close(before);
    Files.createFile(path);
    assertThrows(OsException.class, this::listen);
    int after = os.memoryFile("next", 1);
    os.close(after);
    assertEquals(before, after);
  }

  @Test
  void isAdoptedWithItsFile() throws Exception {
    SocketFile before = listen();
    SocketFile after = SocketFile.adopt(os, path, before.descriptor());
    assertEquals(before.descriptor(), after.descriptor());
    after.remove();
    assertFalse(Files.exists(path));
    SocketFile late = SocketFile.adopt(os, path, before.descriptor());
    Files.writeString(path, "somebody else's");
    late.remove();
    assertTrue(Files.exists(path));
    os.close(before.descriptor());
  }
}
