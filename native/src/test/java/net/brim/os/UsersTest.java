package net.brim.os;

import static net.brim.os.Child.OS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class UsersTest {

  @Test
  void findsUsersByNameAndNumber() {
    Os.User root = OS.user("root").orElseThrow();
    assertEquals("root", root.name());
    assertEquals(0, root.id());
    assertEquals(0, root.groupId());
    assertEquals(Path.of("/root"), root.home());
    assertTrue(root.groups().contains(0));
    assertEquals(Optional.of(root), OS.user("0"));
    Os.User nobody = OS.user("nobody").orElseThrow();
    assertEquals(65534, nobody.id());
    assertTrue(nobody.groups().contains(nobody.groupId()));
    assertEquals(Optional.of(nobody), OS.user("65534"));
  }

  @Test
  void aMissingUserIsEmpty() {
    assertEquals(Optional.empty(), OS.user("no-such-user"));
    assertEquals(Optional.empty(), OS.user(""));
    assertEquals(Optional.empty(), OS.user("4123456789"));
    assertEquals(Optional.empty(), OS.user("4294967295"));
    assertEquals(Optional.empty(), OS.user("-1"));
    assertEquals(Optional.empty(), OS.user("99999999999"));
  }

  @Test
  void findsGroups() {
    assertEquals(OptionalInt.of(0), OS.group("root"));
    assertEquals(OptionalInt.of(0), OS.group("0"));
    assertEquals(OptionalInt.empty(), OS.group("no-such-group"));
  }

  @Test
  void knowsItsOwnId() throws Exception {
    Object owner = java.nio.file.Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    assertEquals(owner, OS.effectiveUserId());
  }
}
