package net.brim.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The built distribution of Brim, with one worker, in the configurations that are measured. */
final class BrimCommands {

  /** How long a head may take in {@link #crowded}: the default. */
  static final int HEADER_TIMEOUT_SECONDS = 15;

  /** What {@code ps} shows of a worker. */
  private static final String WORKER_TITLE = "[0-9]+:.*:brimd";

  private final Workplace work;

  BrimCommands(Workplace work) {
    this.work = work;
  }

  List<String> virtual(int port, boolean tls) throws IOException {
    return scenarios("virtual", port, tls, "access_log = off");
  }

  List<String> threaded(int port, boolean tls) throws IOException {
    return scenarios("threaded", port, tls, "access_log = off\nworkermodel = threaded");
  }

  List<String> logging(int port, boolean tls) throws IOException {
    Path log = work.path("requests.log");
    return scenarios("logging", port, tls, "access_log = brim\naccess_log_to = file:" + log);
  }

  /** A worker of one hub for many connections, with the heap that it has by default. */
  List<String> crowded(String name, int port, String app, int connections) throws IOException {
    return command(
        name,
        """
        [http]
        ip = 127.0.0.1
        port = %d
        apps = app
        access_log = off
        hubs = 1
        concurrent_per_worker = %d
        header_timeout = %ds
        keepalive_timeout = 1h
        [app]
        call = net.brim.benchmarks.servers.%s
        """
            .formatted(port, connections, HEADER_TIMEOUT_SECONDS, app));
  }

  /** The files app alone. */
  List<String> files(int port, Path root) throws IOException {
    return command(
        "files",
        """
        [http]
        ip = 127.0.0.1
        port = %d
        apps = files
        access_log = off
        java_options = %s
        [files]
        call = brim.wsgi_fs.WSGIFS
        serve_path = %s
        """
            .formatted(port, String.join(" ", JavaCommand.HEAP), root));
  }

  /** A worker that takes uploads, with that heap. */
  List<String> upload(int port, String heap) throws IOException {
    return command(
        "upload",
        """
        [http]
        ip = 127.0.0.1
        port = %d
        apps = app
        access_log = off
        java_options = %s
        [app]
        call = net.brim.benchmarks.servers.UploadApp
        """
            .formatted(port, heap));
  }

  /** The process id of the worker of a running Brim. */
  static long worker(ProcessHandle brim) throws IOException {
    return brim.descendants()
        .filter(process -> isWorker(process.pid()))
        .findFirst()
        .orElseThrow(() -> new IOException("brimd has no worker"))
        .pid();
  }

  private static boolean isWorker(long pid) {
    try {
      String title = Files.readString(Path.of("/proc/" + pid + "/cmdline"));
      return title.replace("\0", "").matches(WORKER_TITLE);
    } catch (IOException e) {
      return false;
    }
  }

  /** The built-in echo of TCP. */
  List<String> echo(int port, boolean tls) throws IOException {
    return command(
        "echo",
        """
        [tcp]
        ip = 127.0.0.1
        port = %d
        call = net.brim.server.apps.TcpEcho
        hubs = 1
        java_options = %s
        """
            .formatted(port, String.join(" ", JavaCommand.HEAP)));
  }

  /** A UDP echo in one worker. */
  List<String> udpEcho(String ip, int port) throws IOException {
    return command(
        ip.equals("*") ? "udp-any" : "udp",
        """
        [udp]
        ip = %s
        port = %d
        call = brim.udp_echo.UDPEcho
        java_options = %s
        """
            .formatted(ip, port, String.join(" ", JavaCommand.HEAP)));
  }

  private List<String> scenarios(String name, int port, boolean tls, String options)
      throws IOException {
    String files = tls ? "\ncertfile = " + work.certificate() + "\nkeyfile = " + work.key() : "";
    return command(
        tls ? name + "-tls" : name,
        """
        [http]
        ip = 127.0.0.1
        port = %d
        apps = app
        java_options = %s
        %s
        [app]
        call = net.brim.benchmarks.servers.ScenarioApp
        """
            .formatted(port, String.join(" ", JavaCommand.HEAP), options + files));
  }

  private List<String> command(String name, String subserver) throws IOException {
    Path conf =
        work.write(
            name + ".conf",
            "[brim]\nclasspath = \"%s\"\nlog_to = stderr\n%s"
                .formatted(JavaCommand.ownClasses(), subserver));
    return List.of(
        System.getProperty("brim.home") + "/bin/brimd",
        "start",
        "--foreground",
        "-c",
        conf.toString(),
        "-p",
        work.path(name + ".pid").toString());
  }
}
