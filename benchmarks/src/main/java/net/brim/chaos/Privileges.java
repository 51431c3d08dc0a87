package net.brim.chaos;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import net.brim.benchmarks.JavaCommand;
import net.brim.benchmarks.UsageException;
import net.brim.benchmarks.Workplace;
import net.brim.chaos.site.Brimd;
import net.brim.chaos.site.Processes;
import net.brim.chaos.site.Said;
import net.brim.chaos.site.ServerConf;

/** What is left of root's rights in a server that root starts with {@code user = nobody}. */
final class Privileges {

  private static final int PORT = 80;
  private static final List<String> RIGHTS =
      List.of(
          "Uid", "Gid", "Groups", "CapPrm", "CapEff", "CapInh", "CapAmb", "CapBnd", "NoNewPrivs");

  private final Path home;
  private final PrintStream out;

  Privileges(Workplace work, PrintStream out) throws IOException {
    if (!System.getProperty("user.name").equals("root")) {
      throw new UsageException("privileges are for root to give up");
    }
    this.home = Files.createDirectory(work.path("privileges"));
    this.out = out;
  }

  void run() throws IOException, InterruptedException {
    Path files = Files.createDirectory(home.resolve("files"));
    Files.setPosixFilePermissions(files, PosixFilePermissions.fromString("rwxrwxrwx"));
    makeSetuid();
    var brimd = new Brimd(home);
    try {
      brimd.configure(conf(files));
      Said said = brimd.run("start");
      if (said.status() != 0) {
        throw new IOException("brimd does not start: " + said.line());
      }
      String attempts = ask();
      processes(brimd);
      out.printf("%nwhat an app tried, on port %d:%n%n%s", PORT, attempts);
      files();
    } finally {
      brimd.end();
    }
  }

  /** Whole paths: in {@code ~} the user nobody has no home. */
  private static ServerConf conf(Path files) {
    return new ServerConf(
            JavaCommand.ownClasses(),
            PORT,
            2,
            List.of(
                "user = nobody",
                "umask = 0027",
                "log_to = file:" + files.resolve("brim.log"),
                "errorlog = " + files.resolve("brim.err")),
            List.of(),
            List.of(),
            "[daemons]\ndaemons = sample\n[sample]\ncall = brim.daemon_sample.DaemonSample\n")
        .withApp("call = net.brim.chaos.app.PrivilegesApp", "file = files/from-app", "setuid = id");
  }

  private void makeSetuid() throws IOException {
    Path id = home.resolve("id");
    Files.copy(Path.of("/usr/bin/id"), id, StandardCopyOption.REPLACE_EXISTING);
    Files.setAttribute(id, "unix:mode", 0104755);
  }

  private static String ask() throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1/")).build();
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IOException("port 80 answers " + response.statusCode() + ": " + response.body());
      }
      return response.body();
    }
  }

  private void processes(Brimd brimd) {
    for (long pid : brimd.processes()) {
      out.printf("%d %s%n", pid, shortened(Processes.command(pid)));
      for (String right : RIGHTS) {
        out.printf("    %-10s %s%n", right, Processes.status(pid, right).replace('\t', ' '));
      }
    }
  }

  private static String shortened(String command) {
    return command.length() <= 80 ? command : "…" + command.substring(command.length() - 80);
  }

  private void files() throws IOException {
    out.printf("%nfiles, with umask 0027:%n%n");
    try (var all = Files.walk(home)) {
      for (Path file : all.filter(file -> !file.equals(home)).sorted().toList()) {
        var attributes = Files.readAttributes(file, "unix:mode,uid,gid");
        out.printf(
            "    %s %s %s %s%n",
            Integer.toOctalString((int) Objects.requireNonNull(attributes.get("mode"))),
            attributes.get("uid"),
            attributes.get("gid"),
            home.relativize(file));
      }
    }
  }
}
