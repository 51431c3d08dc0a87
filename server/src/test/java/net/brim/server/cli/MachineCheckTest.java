package net.brim.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import net.brim.os.Os;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineCheckTest {

  @TempDir Path home;

  private List<String> problems(String brim, String pidFile) throws IOException {
    Path conf =
        Files.writeString(
            home.resolve("b.conf"),
            "[http]\napps = echo\n[echo]\ncall = brim.wsgi_echo.WSGIEcho\n[brim]\n" + brim + "\n");
    var options = new Options(List.of(conf), pidFile, false, false);
    Configuration configuration = Configuration.read(options, Map.of("HOME", home.toString()));
    new MachineCheck(Os.current(), configuration).run();
    return configuration.problems().lines().stream()
        .map(line -> line.replace(home.toString(), "HOME"))
        .toList();
  }

  @Test
  void takesWhatIsThere() throws IOException {
    String brim = "user = root\ngroup = 0\nbasedir = /\nerrorlog = e\nlog_to = file:l";
    assertEquals(List.of(), problems(brim, "b.pid"));
  }

  @Test
  void namesTheUserAndTheGroupThatAreNotThere() throws IOException {
    assertEquals(
        List.of(
            "HOME/b.conf:6: [brim] user = no-such-user: there is no user no-such-user",
            "HOME/b.conf:7: [brim] group = no-such-group: there is no group no-such-group"),
        problems("user = no-such-user\ngroup = no-such-group", "b.pid"));
  }

  @Test
  void namesTheDirectoriesThatAreNotThere() throws IOException {
    assertEquals(
        List.of(
            "HOME/b.conf:6: [brim] basedir = b: there is no such directory",
            "HOME/b.conf:7: [brim] errorlog = e/e.log: there is no directory HOME/e",
            "HOME/b.conf:8: [brim] log_to = file:l/l.log: there is no directory HOME/l",
            "HOME/b.conf:11: [http#a] access_log_to = file:a/a.log: there is no directory HOME/a"),
        problems(
            """
            basedir = b
            errorlog = e/e.log
            log_to = file:l/l.log
            [http#a]
            port = 8902
            access_log_to = file:a/a.log
            """,
            "b.pid"));
  }

  @Test
  void saysHowLongThePathOfTheControlSocketMayBe() throws IOException {
    String pidFile = "/" + "p".repeat(102);
    assertEquals(List.of(), problems("", pidFile.substring(0, 102)));
    assertEquals(
        List.of(
            "the path of the control socket has 108 bytes, and at most 107 can be: "
                + pidFile
                + ".sock; [brim] control_socket can name another"),
        problems("", pidFile));
  }

  @Test
  void namesThePathsThatNoSocketCanHave() throws IOException {
    Files.createFile(home.resolve("text"));
    Files.createDirectory(home.resolve("dir"));
    String listen = "listen = none/s ./text ./dir ./b.pid.sock ./new dir/s";
    String start = "HOME/b.conf:7: [http#a] " + listen + ": ";
    assertEquals(
        List.of(
            start + "there is no directory HOME/none",
            start + "there is a file HOME/text that is no socket",
            start + "there is a file HOME/dir that is no socket",
            start + "HOME/b.pid.sock is the control socket"),
        problems("[http#a]\n" + listen, home.resolve("b.pid").toString()));
  }

  @Test
  void aLiveSocketMayBeTheOldServers() throws IOException {
    Os os = Os.current();
    int socket = os.bindUnix(home.resolve("live"));
    os.listen(socket, 1);
    assertEquals(List.of(), problems("[http#a]\nlisten = ./live", "b.pid"));
    os.close(socket);
    assertEquals(List.of(), problems("[http#a]\nlisten = ./live", "b.pid"));
  }
}
