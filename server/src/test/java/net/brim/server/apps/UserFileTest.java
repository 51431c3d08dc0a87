package net.brim.server.apps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserFileTest {

  private static final String ALICE = "alice:" + UsersTest.HTPASSWD + "\n";
  private static final String BOB = "bob:" + UsersTest.HTPASSWD + "\n";

  @TempDir private Path dir;
  private final AtomicLong clock = new AtomicLong();

  private Path write(String text, Instant changed) throws IOException {
    Path file = Files.writeString(dir.resolve("users"), text);
    Files.setLastModifiedTime(file, FileTime.from(changed));
    return file;
  }

  private static int size(UserFile file) {
    Users users = file.current();
    assertNotNull(users);
    return users.size();
  }

  private void passSeconds(int seconds) {
    clock.addAndGet(seconds * 1_000_000_001L);
  }

  @Test
  void aChangeIsSeenWithinASecond() throws IOException {
    Instant old = Instant.now().minusSeconds(60);
    var file = new UserFile(write(ALICE, old), clock::get);
    assertEquals(1, size(file));
    write(ALICE + BOB, old.plusSeconds(1));
    assertEquals(1, size(file));
    passSeconds(1);
    assertEquals(2, size(file));
  }

  @Test
  void aChangeThatLooksLikeTheOneBeforeIsSeenToo() throws IOException {
    Instant now = Instant.now().plusSeconds(600);
    var file = new UserFile(write(ALICE, now), clock::get);
    Users before = file.current();
    write(ALICE.replace("alice", "malic"), now);
    passSeconds(1);
    assertNotSame(before, file.current());
  }

  @Test
  void whoIsKnownStaysKnownWhereNothingHasChanged() throws IOException {
    Instant old = Instant.now().minusSeconds(60);
    var file = new UserFile(write(ALICE, old), clock::get);
    Users before = file.current();
    write(ALICE, old.plusSeconds(1));
    passSeconds(1);
    assertSame(before, file.current());
  }

  @Test
  void withoutTheFileNobodyIsLetIn() throws IOException {
    Path path = write(ALICE, Instant.now().minusSeconds(60));
    var file = new UserFile(path, clock::get);
    assertEquals(1, size(file));
    Files.delete(path);
    passSeconds(1);
    assertNull(file.current());
    write(ALICE, Instant.now().minusSeconds(60));
    passSeconds(1);
    assertEquals(1, size(file));
  }

  @Test
  void onlyAFileWillDo() {
    assertThrows(IOException.class, () -> UserFile.check(dir));
    assertThrows(IOException.class, () -> UserFile.check(dir.resolve("none")));
    assertThrows(IOException.class, () -> UserFile.check(Path.of("/dev/zero")));
  }
}
