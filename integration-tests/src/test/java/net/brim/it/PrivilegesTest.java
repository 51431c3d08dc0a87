package net.brim.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A server that root starts for another user: what runs with whose rights. */
class PrivilegesTest {

  private static final List<String> CAPABILITIES =
      List.of("CapInh:", "CapPrm:", "CapEff:", "CapAmb:");

  @RegisterExtension final Brimd brimd = new Brimd();

  private String id = "";
  private String group = "";

  @BeforeEach
  void beRoot() throws IOException {
    Assumptions.assumeTrue(
        System.getProperty("user.name").equals("root"), "skipped: only root can change the user");
    Assumptions.assumeTrue(
        brimd.shell("su -s /bin/sh nobody -c 'test -r " + Distribution.apiJar() + "'").status()
            == 0,
        "skipped: the user nobody may not read the distribution");
    id = brimd.shell("id -u nobody").exits(0).out().strip();
    group = brimd.shell("id -g nobody").exits(0).out().strip();
    permit(brimd.home(), "rwxr-xr-x");
    permit(Files.createDirectory(brimd.file("made")), "rwxrwxrwx");
    brimd.compile("classes", Apps.source("rights/Rights.java"));
  }

  // --- applications ---

  @Test
  void noCodeOfAnApplicationEverRunsAsRoot() throws IOException {
    brimd.conf(conf("umask = 027\nworkers = 2\n", ""));
    brimd.run("check").exits(0);
    assertNotes(3); // class, parseConf, statsConf
    brimd.started();
    assertNotes(3 + 3 + 2 * 3); // and in each worker create, but no statsConf
    brimd.run("reload").exits(0);
    assertNotes(12 + 3 + 2 * 3);
    end();
  }

  /** All that the app has noted was done by nobody, and it was that many things. */
  private void assertNotes(int count) {
    String expected =
        ("[a-zA-Z]+; Umask: 0027; Uid:( %1$s){4}; Gid:( %2$s){4}; Groups: %2$s; CapInh: 0+; CapPrm: 0+; "
                + "CapEff: 0+; CapBnd: 0+; CapAmb: 0+; NoNewPrivs: 1; (\\S+) nobody; \\3 nobody")
            .formatted(id, group);
    List<String> notes = brimd.read("made/rights").lines().toList();
    notes.forEach(note -> assertTrue(note.matches(expected), () -> note + "\nin\n" + expected));
    assertEquals(count, notes.size(), () -> String.join("\n", notes));
    assertFalse(notes.stream().anyMatch(note -> note.contains("; /root ")), notes::toString);
  }

  @Test
  void whatApplicationsPrintAndWhyTheyFailIsSeenAsEver() {
    brimd.conf(
        conf("", "then = refuse\n[echo]\ncall = no.such.Class\n[http#b]\nport = 8902\nprt = 1\n"));
    Outcome refused = brimd.run("start").exits(1);
    assertEquals("parseConf prints\n", refused.out());
    assertEquals("parseConf complains", refused.errLines().getFirst());
    assertTrue(refused.err().contains("there is none of that name"), refused::toString);
    assertTrue(refused.err().contains("unknown option"), refused::toString);
    assertTrue(refused.err().contains("refused on purpose"), refused::toString);
    assertEquals(4, refused.errLines().size(), refused::toString);

    brimd.conf(conf("", "then = fail\n"));
    Outcome failed = brimd.run("start").exits(1);
    assertTrue(
        failed.err().contains("[rights] parseConf of rights.Rights threw"), failed::toString);
    assertFalse(failed.err().contains("\tat "), failed::toString);
    assertTrue(
        brimd.run("start", "-x").exits(1).err().contains("rights.Rights.parseConf(Rights.java:"));

    brimd.conf(conf("", "then = exit\n"));
    Outcome ended = brimd.run("check").exits(1);
    assertTrue(ended.err().contains("as user nobody exited with status 5"), ended::toString);
    brimd.assertNothingLeft();
  }

  @Test
  void anApplicationThatHangsEndsWithTheLauncher() {
    brimd.conf(conf("", "then = hang\n"));
    Program start = brimd.background("start");
    Await.until("parseConf", () -> brimd.read("made/rights").contains("parseConf;"));
    List<Long> children = children(start.pid());
    assertEquals(1, children.size());
    brimd.signal(start.pid(), "KILL");
    Await.until("its end", () -> !Processes.isAlive(children.getFirst()));
    brimd.assertNothingLeft();
  }

  // --- processes ---

  @Test
  void noProcessHasAnyRightOfRootAndNoneGetsThemBack() throws IOException {
    Files.copy(Path.of("/bin/cat"), brimd.file("helper"), StandardCopyOption.REPLACE_EXISTING);
    assertEquals(0, brimd.shell("chmod 4755 helper").status());
    int port = privilegedPort();
    brimd.conf(conf("umask = 027\nworkers = 2\n", "").replace("8901", "" + port));
    brimd.started();
    assertNoRights();
    assertEquals("-1\n", RawClient.get(port, "/back").text());
    assertNone(RawClient.get(port, "/child").text());
    assertNone(RawClient.get(port, "/helper").text());
    RawClient.get(port, "/file");
    assertEquals("rw-r-----", PosixFilePermissions.toString(mode("made/file")));
    assertEquals("nobody", Files.getOwner(brimd.file("made/file")).getName());

    // Sockets of a port like this one cannot be added now: slots share those that there are.
    Files.writeString(
        brimd.file(".brimd.conf"), brimd.read(".brimd.conf").replace("workers = 2", "workers = 4"));
    Outcome reload = brimd.run("reload").exits(0);
    assertTrue(reload.out().contains("4 workers"), reload::toString);
    assertEquals("", reload.err());
    assertNoRights();
    for (int i = 0; i < 40; i++) {
      assertEquals(200, RawClient.get(port, "/worker").status());
    }
    end();
  }

  @Test
  void helpersOfRootWorkWhereThatIsWanted() throws IOException {
    Files.copy(Path.of("/bin/cat"), brimd.file("helper"), StandardCopyOption.REPLACE_EXISTING);
    assertEquals(0, brimd.shell("chmod 4755 helper").status());
    brimd.conf(conf("no_new_privileges = no\n", ""));
    brimd.started();
    assertNoRights();
    assertNone(RawClient.get(brimd.port(), "/child").text());
    String helper = RawClient.get(brimd.port(), "/helper").text();
    Assumptions.assumeFalse(
        helper.contains("Uid:\t" + id + "\t" + id + "\t" + id + "\t" + id),
        "skipped: programs in " + brimd.home() + " give no rights");
    assertTrue(helper.contains("Uid:\t" + id + "\t0\t0\t0\n"), helper);
    end();
  }

  /** None of the supervisor and its workers, in no thread. */
  private void assertNoRights() throws IOException {
    long supervisor = brimd.pid();
    List<Long> workers = children(supervisor);
    assertFalse(workers.isEmpty());
    for (long pid : Stream.concat(Stream.of(supervisor), workers.stream()).toList()) {
      try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
        threads.forEach(thread -> assertNone(read(thread.resolve("status"))));
      }
    }
  }

  private void assertNone(String status) {
    if (status.isEmpty()) {
      return; // a thread that has ended
    }
    String ids = "\t%1$s\t%1$s\t%1$s\t%1$s\n";
    assertTrue(status.contains("Uid:" + ids.formatted(id)), status);
    assertTrue(status.contains("Gid:" + ids.formatted(group)), status);
    assertTrue(status.matches("(?s).*\nGroups:\\s*" + group + "\\s*\n.*"), status);
    CAPABILITIES.forEach(set -> assertTrue(status.contains(set + "\t0000000000000000\n"), status));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (java.nio.file.NoSuchFileException e) {
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // --- files ---

  @Test
  void aKeyThatOnlyRootMayReadStaysInUse() throws IOException {
    Clients.need("openssl", "curl");
    assertEquals(
        0,
        brimd
            .shell(
                "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost"
                    + " -keyout key.pem -out cert.pem")
            .status());
    permit(brimd.file("key.pem"), "rw-------");
    brimd.conf(conf("certfile = cert.pem\nkeyfile = key.pem\n", ""));
    brimd.started();
    String curl = "curl -sk https://127.0.0.1:8901/hello";
    assertEquals("hello\n", brimd.shell(curl).out());
    Outcome reload = brimd.run("reload").exits(0);
    assertTrue(
        reload.err().contains("key.pem stay as they were read at the start"), reload::toString);
    assertEquals("hello\n", brimd.shell(curl).out());
    end();
  }

  @Test
  void allThatTheUserMayNotDoIsSaidBeforeAnythingStarts() throws IOException {
    permit(Files.createDirectory(brimd.file("private")), "rwx------");
    Files.createFile(brimd.file("private/app.jar"));
    permit(Files.createFile(brimd.file("secret.jar")), "rw-------");
    permit(Files.createFile(brimd.file("root.log")), "rw-r--r--");
    brimd.conf(
        """
        [brim]
        user = nobody
        classpath = secret.jar private/app.jar
        basedir = private
        errorlog = root.err
        log_to = file:root.log
        [http]
        port = 8901
        access_log_to = file:private/access.log
        """);
    Outcome refused = brimd.run("start").exits(1);
    List<String> lines = refused.errLines();
    assertEquals(6, lines.size(), refused::toString);
    assertProblem(lines, 4, "secret.jar cannot be read by user nobody: permission denied");
    assertProblem(lines, 4, "app.jar cannot be read by user nobody: .*/private cannot be entered");
    assertProblem(lines, 5, "private cannot be entered by user nobody: permission denied");
    assertProblem(lines, 6, "root.err cannot be written by user nobody: permission denied");
    assertProblem(lines, 7, "root.log cannot be written by user nobody: permission denied");
    assertProblem(
        lines, 10, "access.log cannot be written by user nobody: .*/private cannot be entered");
    assertFalse(Files.exists(brimd.file("root.err")));
    brimd.assertNothingLeft();
  }

  private static void assertProblem(List<String> lines, int line, String end) {
    Pattern pattern = Pattern.compile(":" + line + ": \\[.*" + end + "$");
    assertTrue(
        lines.stream().anyMatch(any -> pattern.matcher(any).find()),
        () -> pattern + " in\n" + String.join("\n", lines));
  }

  @Test
  void theErrorlogIsTheUsersAndCanBeRotated() throws IOException {
    brimd.conf(conf("errorlog = made/err.log\n", ""));
    brimd.started();
    assertEquals("nobody", Files.getOwner(brimd.file("made/err.log")).getName());
    Files.move(brimd.file("made/err.log"), brimd.file("made/err.old"));
    brimd.signal(brimd.pid(), "USR1");
    Await.until("another errorlog", () -> Files.exists(brimd.file("made/err.log")));
    end();
  }

  @Test
  void aPidFileThatIsALinkIsRefused() throws IOException {
    Files.writeString(brimd.file("precious"), "precious");
    Files.createSymbolicLink(brimd.file("made/b.pid"), brimd.file("precious"));
    brimd.conf(conf("", ""));
    Outcome refused = brimd.run("-p", brimd.file("made/b.pid").toString(), "start").exits(1);
    assertTrue(refused.err().contains("made/b.pid is a symbolic link"), refused::toString);
    assertEquals("precious", brimd.read("precious"));
    assertEquals("root", Files.getOwner(brimd.file("precious")).getName());
    Files.delete(brimd.file("made/b.pid"));
    brimd.assertNothingLeft();
  }

  // --- what they share ---

  private static String conf(String brim, String rights) {
    return """
    [brim]
    user = nobody
    classpath = classes
    log_to = file:made/brim.log
    %s
    [http]
    port = 8901
    apps = rights%s
    [rights]
    call = rights.Rights
    %s
    """
        .formatted(brim, rights.contains("[echo]") ? " echo" : "", rights);
  }

  private void end() throws IOException {
    long supervisor = brimd.pid();
    brimd.stopped();
    assertFalse(Processes.isAlive(supervisor));
    // In a directory of root's, nobody can only empty it.
    Files.deleteIfExists(brimd.file(".brimd.pid"));
    Files.deleteIfExists(brimd.file(".brimd.pid.sock"));
    brimd.assertNothingLeft();
  }

  private static List<Long> children(long pid) {
    return ProcessHandle.of(pid).orElseThrow().children().map(ProcessHandle::pid).toList();
  }

  private java.util.Set<java.nio.file.attribute.PosixFilePermission> mode(String file)
      throws IOException {
    return Files.getPosixFilePermissions(brimd.file(file));
  }

  private static void permit(Path file, String mode) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  private static int privilegedPort() {
    for (int port = 1023; port > 600; port--) {
      try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException e) {
        // another program has it
      }
    }
    throw new IllegalStateException("no free privileged port");
  }
}
