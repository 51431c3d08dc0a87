package net.brim.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * nginx with one worker. It builds nothing: the document is a text with a variable in it, and the
 * large body is a file that stays open, sent by sendfile.
 */
record NginxCommand(Workplace work) implements Contender.Command {

  private static final String LARGE =
      "Nobody reads a hundred kilobytes of this in a hurry, though.\n\n\n\n";

  @Override
  public List<String> write(int port, boolean tls) throws IOException {
    String name = tls ? "nginx-tls" : "nginx";
    Path log = work.path(name + ".log");
    Path root = Files.createDirectories(work.path("nginx-root"));
    Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(root.resolve("large"), LARGE.repeat(100 * 1024 / LARGE.length()));
    Path conf =
        work.write(
            name + ".conf",
            conf(
                name,
                "open_file_cache max=16 inactive=1h; open_file_cache_valid 1h;",
                """
                listen 127.0.0.1:%d backlog=4096%s;
                root %s;
                location = /hello { return 200 "Hello World!\\n"; }
                location = /json { default_type application/json; return 200 '%s'; }
                """
                    .formatted(port, tls ? tls() : "", root, document())));
    return command(conf, log);
  }

  /** For {@code ./bench files}: files by sendfile, each opened for its request. */
  List<String> files(int port, Path root) throws IOException {
    String server = "listen 127.0.0.1:%d backlog=4096; root %s;".formatted(port, root);
    Path conf = work.write("nginx-files.conf", conf("nginx-files", "", server));
    return command(conf, work.path("nginx-files.log"));
  }

  private String conf(String name, String options, String server) {
    return """
    daemon off;
    worker_processes 1;
    pid %1$s/%2$s.pid;
    error_log %1$s/%2$s.log;
    events { worker_connections 4096; }
    http {
      access_log off;
      keepalive_requests 1000000000;
      sendfile on;
      tcp_nopush on;
      default_type text/plain;
      client_body_temp_path %1$s/%2$s-body;
      proxy_temp_path %1$s/%2$s-proxy;
      fastcgi_temp_path %1$s/%2$s-fastcgi;
      uwsgi_temp_path %1$s/%2$s-uwsgi;
      scgi_temp_path %1$s/%2$s-scgi;
      %3$s
      server {
        %4$s
      }
    }
    """
        .formatted(work.path(""), name, options, server);
  }

  private static List<String> command(Path conf, Path log) {
    return List.of("nginx", "-c", conf.toString(), "-e", log.toString());
  }

  private String tls() {
    return """
     ssl;
    ssl_certificate %s;
    ssl_certificate_key %s;
    ssl_protocols TLSv1.2 TLSv1.3\
    """
        .formatted(work.certificate(), work.key());
  }

  private static String document() {
    var items = new StringBuilder();
    for (int i = 0; i < 11; i++) {
      items.append(
          "%s{\"id\":1000%04d,\"name\":\"item %d\",\"cents\":%d,\"stocked\":%b,\"tags\":[\"new\",\"sale\"]}"
              .formatted(i == 0 ? "" : ",", i, i, 995 + i, i % 2 == 0));
    }
    return "{\"id\":1$connection_requests,\"items\":[" + items + "]}";
  }
}
