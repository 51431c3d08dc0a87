package net.brim.os;

import static net.brim.os.Child.OS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilesBeneathTest {

  @TempDir private Path dir;
  private Path inside = Path.of("");
  private int directory;

  @BeforeEach
  void make() throws IOException {
    inside = Files.createDirectories(dir.resolve("root/inside")).getParent();
    Files.writeString(dir.resolve("secret"), "secret");
    Files.writeString(inside.resolve("file"), "content");
    Files.writeString(inside.resolve("inside/deep"), "deep");
    link("out", "../secret");
    link("absolute-out", dir.resolve("secret").toString());
    link("absolute-in", inside.resolve("inside").toString());
    link("in", "inside/deep");
    link("inside/up", "../file");
    link("inside/over", "../../root/file");
    link("loop", "loop");
    link("self", inside.toString());
    link("proc", "/proc/self/fd");
    directory = OS.openPath(inside);
  }

  private void link(String name, String target) throws IOException {
    Files.createSymbolicLink(inside.resolve(name), Path.of(target));
  }

  @AfterEach
  void close() throws IOException {
    OS.close(directory);
    Files.delete(inside.resolve("proc")); // JUnit would warn of it.
  }

  private int open(String path) {
    return OS.openBeneath(directory, path.getBytes(StandardCharsets.UTF_8));
  }

  private String text(int fd) {
    assertTrue(fd >= 0, () -> "error " + -fd);
    byte[] into = new byte[20];
    int count = OS.readAt(fd, into, 0, 20, 0);
    OS.close(fd);
    return new String(into, 0, count, StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource({
    "file, content",
    "inside/deep, deep",
    "./file, content",
    "in, deep",
    "inside/up, content",
    "inside/over, content",
    "absolute-in/deep, deep",
    "absolute-in/up, content",
    "self/file, content"
  })
  void opensWhatIsInside(String path, String content) {
    assertEquals(content, text(open(path)));
  }

  @ParameterizedTest
  @CsvSource({
    "../secret, 18",
    "inside/../../secret, 18",
    "out, 18",
    "absolute-out, 18",
    "/etc/passwd, 18",
    "proc/0, 18",
    "loop, 40",
    "none, 2",
    "absolute-in/none, 2",
    "file/x, 20"
  })
  void opensNothingElse(String path, int error) {
    assertEquals(-error, open(path));
  }

  @Test
  void opensNoNameThatIsTooLong() {
    assertEquals(-OsException.ENAMETOOLONG, open("x".repeat(256)));
    assertEquals(-OsException.ENAMETOOLONG, open("x/".repeat(3000)));
  }

  @Test
  void openingAFifoDoesNotWait() throws Exception {
    Path fifo = inside.resolve("fifo");
    assertEquals(0, new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor());
    int fd = open("fifo");
    FileStatus status = OS.status(fd);
    OS.close(fd);
    assertTrue(!status.isRegular() && !status.isDirectory(), status::toString);
  }

  @Test
  void tellsOfFilesWhatTheJdkTells() throws IOException {
    Instant changed = Instant.parse("2026-11-15T10:00:00.123456789Z");
    Path file = inside.resolve("file");
    Files.setLastModifiedTime(file, FileTime.from(changed));
    int fd = open("file");
    FileStatus status = OS.status(fd);
    OS.close(fd);
    assertTrue(status.isRegular());
    assertEquals(7, status.size());
    assertEquals(Files.getAttribute(file, "unix:ino"), status.inode());
    FileTime known = Files.getLastModifiedTime(file);
    assertEquals(
        known.toInstant(), Instant.ofEpochSecond(status.changedSeconds(), status.changedNanos()));
    int root = open(".");
    assertTrue(OS.status(root).isDirectory());
    OS.close(root);
    assertThrows(OsException.class, () -> OS.status(root));
  }

  @Test
  void readsFromAPosition() {
    int fd = open("file");
    byte[] into = new byte[10];
    assertEquals(3, OS.readAt(fd, into, 1, 3, 2));
    assertEquals("nte", new String(into, 1, 3, StandardCharsets.US_ASCII));
    assertEquals(2, OS.readAt(fd, into, 0, 10, 5));
    assertEquals(0, OS.readAt(fd, into, 0, 10, 7));
    OS.close(fd);
    assertThrows(OsException.class, () -> OS.readAt(fd, into, 0, 1, 0));
  }

  @Test
  void listsADirectory() {
    int fd = open(".");
    var kinds = new TreeMap<String, DirectoryEntry.Kind>();
    for (DirectoryEntry entry : OS.entries(fd, 100, any -> true)) {
      kinds.put(new String(entry.name(), StandardCharsets.UTF_8), entry.kind());
    }
    OS.close(fd);
    assertEquals(DirectoryEntry.Kind.REGULAR, kinds.get("file"));
    assertEquals(DirectoryEntry.Kind.DIRECTORY, kinds.get("inside"));
    assertEquals(DirectoryEntry.Kind.LINK, kinds.get("loop"));
    assertEquals(11, kinds.size(), kinds::toString);
  }

  @Test
  void listsNoMoreThanAsked() throws IOException {
    for (int i = 0; i < 3000; i++) {
      Files.createFile(inside.resolve("inside/number " + i));
    }
    int fd = open("inside");
    assertEquals(
        2000, OS.entries(fd, 2000, entry -> entry.kind() == DirectoryEntry.Kind.REGULAR).size());
    OS.close(fd);
    int all = open("inside");
    assertEquals(3003, OS.entries(all, 9999, entry -> entry.name()[0] != '.').size());
    OS.close(all);
  }

  @Test
  void namesAreBytes() {
    byte[] name = {'x', (byte) 0xff, '\n', (byte) 0xc3};
    assertEquals(-OsException.ENOENT, OS.openBeneath(directory, name));
    String shell = "touch \"$1/$(printf 'x\\377\\n\\303')\"";
    try {
      assertEquals(
          0, new ProcessBuilder("sh", "-c", shell, "sh", inside.toString()).start().waitFor());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
    assertEquals("", text(OS.openBeneath(directory, name)));
    int fd = open(".");
    List<DirectoryEntry> found = OS.entries(fd, 9, entry -> entry.name()[0] == 'x');
    OS.close(fd);
    assertArrayEquals(name, found.getFirst().name());
  }
}
