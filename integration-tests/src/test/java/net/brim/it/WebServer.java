package net.brim.it;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A web server of others that passes all requests on to a subserver, with the very lines of
 * configuration that {@code docs/behind-a-web-server.md} shows.
 */
enum WebServer {
  NGINX_FASTCGI("nginx", "nginx, FastCGI"),
  NGINX_SCGI("nginx", "nginx, SCGI"),
  LIGHTTPD_FASTCGI("lighttpd", "lighttpd, FastCGI"),
  LIGHTTPD_SCGI("lighttpd", "lighttpd, SCGI"),
  APACHE_FASTCGI("apache2", "Apache, FastCGI"),
  APACHE_SCGI("apache2", "Apache, SCGI"),
  LIGHTTPD_CGI("lighttpd", "lighttpd, CGI"),
  APACHE_CGI("apache2", "Apache, CGI");

  private static final Path APACHE_MODULES = Path.of("/usr/lib/apache2/modules");
  private static final String APACHE_USER = "www-data";

  private final String program;
  private final String heading;

  WebServer(String program, String heading) {
    this.program = program;
    this.heading = heading;
  }

  /** One that runs. */
  record Running(WebServer kind, Program process, int port) {

    void stop(Brimd brimd) {
      brimd.signal(process.pid(), "TERM");
      Await.until("the end of " + kind, () -> !process.isAlive());
    }
  }

  /** Whether the way to Brim is SCGI. */
  boolean isScgi() {
    return heading.endsWith("SCGI");
  }

  /** Skips the test where it is not installed. */
  void need() {
    Clients.need(program);
    if (program.equals("apache2")) {
      Clients.needFile(APACHE_MODULES);
    }
  }

  /**
   * Starts it in a directory of its own.
   *
   * @param backend the port of Brim
   */
  Running start(Brimd brimd, int backend) {
    int port = Ports.free();
    Path directory = brimd.file(name().toLowerCase(java.util.Locale.ROOT));
    String snippet =
        snippet(heading)
            .replace("8901", "" + backend)
            .replace("8904", "" + port)
            .replace("/srv/cgi", brimd.file("cgi").toString());
    try {
      Files.createDirectories(directory);
      Path conf =
          Files.writeString(directory.resolve("conf"), configuration(directory, port, snippet));
      Program process = brimd.start(command(directory, conf), directory);
      Await.until(
          () -> this + " to listen; it says " + process.terminal() + errors(directory),
          () -> !Ports.isFree(port) || !process.isAlive());
      assertTrue(process.isAlive(), () -> this + ": " + process.terminal() + errors(directory));
      return new Running(this, process, port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> command(Path directory, Path conf) {
    return switch (program) {
      case "nginx" -> List.of("nginx", "-p", directory.toString(), "-c", conf.toString());
      case "lighttpd" -> List.of("lighttpd", "-D", "-f", conf.toString());
      // In a session of its own, because it ends its whole process group.
      default -> List.of("setsid", "apache2", "-D", "FOREGROUND", "-f", conf.toString());
    };
  }

  private String configuration(Path directory, int port, String snippet) throws IOException {
    return switch (program) {
      case "nginx" -> nginx(directory, snippet);
      case "lighttpd" -> lighttpd(directory, port, snippet);
      default -> apache(directory, port, snippet);
    };
  }

  private static String nginx(Path directory, String snippet) throws IOException {
    for (String params : List.of("fastcgi_params", "scgi_params")) {
      Files.copy(Path.of("/etc/nginx", params), directory.resolve(params));
    }
    String user = isRoot() ? "user root;\n" : "";
    return user
        + """
        daemon off;
        master_process off;
        pid run;
        error_log error.log;
        events {}
        http {
          access_log off;
          client_max_body_size 20m;
          client_body_temp_path body;
          proxy_temp_path proxy;
          fastcgi_temp_path fastcgi;
          scgi_temp_path scgi;
          uwsgi_temp_path uwsgi;
        %s
        }
        """
            .formatted(snippet.replace("listen ", "listen 127.0.0.1:"));
  }

  private static String lighttpd(Path directory, int port, String snippet) {
    return """
    server.modules = ()
    server.document-root = "%1$s"
    server.upload-dirs = ( "%1$s" )
    server.errorlog = "%1$s/error.log"
    server.bind = "127.0.0.1"
    server.port = %2$d
    %3$s
    """
        .formatted(directory, port, snippet);
  }

  private String apache(Path directory, int port, String snippet) {
    String user = isRoot() ? "User " + APACHE_USER + "\nGroup " + APACHE_USER + "\n" : "";
    List<String> needed =
        this == APACHE_CGI
            ? List.of("mpm_prefork", "authz_core", "alias", "cgi")
            : List.of("mpm_event", "authz_core", "proxy", "proxy_fcgi", "proxy_scgi");
    String modules =
        needed.stream()
            .map(
                name -> "LoadModule %1$s_module %2$s/mod_%1$s.so\n".formatted(name, APACHE_MODULES))
            .collect(Collectors.joining());
    return """
    ServerRoot "%1$s"
    DocumentRoot "%1$s"
    PidFile run
    ErrorLog error.log
    Listen 127.0.0.1:%2$d
    ServerName localhost
    AllowEncodedSlashes NoDecode
    %3$s
    """
        .formatted(directory, port, modules + user + snippet);
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  private static String errors(Path directory) {
    try {
      Path log = directory.resolve("error.log");
      return Files.exists(log) ? Files.readString(log) : "";
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** The lines that the document shows under that heading. */
  static String snippet(String heading) {
    String text = Distribution.read("docs/behind-a-web-server.md");
    int start = text.indexOf("\n## " + heading + "\n");
    assertTrue(start >= 0, () -> "no heading " + heading);
    return text.substring(start + 1)
        .lines()
        .skip(1)
        .takeWhile(line -> !line.startsWith("## "))
        .filter(line -> line.startsWith("    "))
        .map(line -> line.substring(4))
        .collect(Collectors.joining("\n"));
  }
}
