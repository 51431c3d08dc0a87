package net.brim.os.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.brim.os.Os;
import net.brim.os.OsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class IdentityTest {

  private static final Os OS = Os.current();

  /** Runs in a JVM of its own: drops its privileges and says what it is then. */
  static final class Main {
    private Main() {}

    public static void main(String[] arguments) throws IOException {
      Os os = Os.current();
      Identity.dropPrivileges(os, "nobody", arguments.length > 0 ? arguments[0] : null, 0027);
      for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
        if (line.startsWith("Uid:") || line.startsWith("Gid:") || line.startsWith("Umask:")) {
          System.out.println(line);
        }
      }
      String stat = Files.readString(Path.of("/proc/self/stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      boolean leads = fields[3].equals(Long.toString(ProcessHandle.current().pid()));
      System.out.println("leads its session: " + leads);
      System.out.println("in " + Files.readSymbolicLink(Path.of("/proc/self/cwd")));
    }
  }

  private static List<String> run(String... arguments) throws Exception {
    var command = new java.util.ArrayList<String>();
    command.addAll(
        JavaProgram.of(
                Main.class,
                List.of("--enable-native-access=ALL-UNNAMED"),
                List.of(arguments),
                List.of())
            .command());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    return output.lines().toList();
  }

  @Test
  void aServiceDropsAllItsPrivileges() throws Exception {
    assumeTrue(OS.effectiveUserId() == 0, "needs root");
    List<String> lines = run();
    assertEquals(
        List.of(
            "Umask:\t0027",
            "Uid:\t65534\t65534\t65534\t65534",
            "Gid:\t65534\t65534\t65534\t65534",
            "leads its session: true",
            "in /"),
        lines);
    assertTrue(run("daemon").contains("Gid:\t1\t1\t1\t1"), "another group");
  }

  @Test
  void findsUsersAndGroups() {
    Identity root = Identity.of(OS, "root", null);
    assertEquals(0, root.user().id());
    assertEquals(0, root.groupId());
    assertEquals(1, Identity.of(OS, "0", "1").groupId());
  }

  @Test
  void saysWhoIsMissing() {
    var user = assertThrows(OsException.class, () -> Identity.of(OS, "no-such-user", null));
    assertEquals("user no-such-user: there is no such user", user.getMessage());
    var group = assertThrows(OsException.class, () -> Identity.of(OS, "root", "no-such-group"));
    assertEquals("group no-such-group: there is no such group", group.getMessage());
  }
}
