package net.brim.benchmarks;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The servers of a comparison, with the files that they need in a directory of their own. */
final class Contenders {

  private Contenders() {}

  static List<Contender> http(Path work) throws IOException {
    return List.of(rawNetty(), brimHello(work), brimEcho(work), nginx(work), eventlet(work));
  }

  private static Contender rawNetty() throws IOException {
    int port = freePort();
    return new Contender(
        "raw netty",
        List.of(
            java(),
            "--enable-native-access=ALL-UNNAMED",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            "net.brim.benchmarks.RawNetty",
            Integer.toString(port)),
        url(port, "/"),
        List.of());
  }

  private static Contender brimHello(Path work) throws IOException {
    int port = freePort();
    Path conf = work.resolve("hello.conf");
    Files.writeString(
        conf,
        """
        [brim]
        classpath = %s
        log_to = stderr
        [http]
        ip = 127.0.0.1
        port = %d
        apps = hello
        access_log = off
        [hello]
        call = net.brim.benchmarks.HelloApp
        """
            .formatted(ownClasses(), port));
    return new Contender("brim hello", brimd(conf), url(port, "/"), List.of());
  }

  private static Contender brimEcho(Path work) throws IOException {
    int port = freePort();
    Path conf = work.resolve("echo.conf");
    Files.writeString(
        conf,
        """
        [brim]
        log_to = stderr
        [http]
        ip = 127.0.0.1
        port = %d
        apps = echo
        access_log = off
        [echo]
        call = brim.wsgi_echo.WSGIEcho
        """
            .formatted(port));
    Path script = work.resolve("post.lua");
    Files.writeString(
        script,
        """
        wrk.method = "POST"
        wrk.body = "Just a test."
        """);
    return new Contender(
        "brim echo (POST)", brimd(conf), url(port, "/echo"), List.of("-s", script.toString()));
  }

  private static Contender nginx(Path work) throws IOException {
    int port = freePort();
    Path conf = work.resolve("nginx.conf");
    Files.writeString(
        conf,
        """
        daemon off;
        worker_processes 1;
        pid %1$s/nginx.pid;
        error_log %1$s/nginx.log;
        events { worker_connections 4096; }
        http {
          access_log off;
          keepalive_requests 1000000000;
          server {
            listen 127.0.0.1:%2$d;
            default_type text/plain;
            location / { return 200 "Hello World!\\n"; }
          }
        }
        """
            .formatted(work, port));
    return new Contender(
        "nginx return 200",
        List.of("nginx", "-c", conf.toString(), "-e", work + "/nginx.log"),
        url(port, "/"),
        List.of());
  }

  private static Contender eventlet(Path work) throws IOException {
    int port = freePort();
    Path script = work.resolve("eventlet_hello.py");
    Files.writeString(
        script,
        """
        import eventlet, eventlet.wsgi

        def hello(env, start_response):
            start_response('200 OK', [('Content-Type', 'text/plain')])
            return [b'Hello World!\\n']

        eventlet.wsgi.server(eventlet.listen(('127.0.0.1', %d), backlog=4096), hello, log_output=False)
        """
            .formatted(port));
    return new Contender(
        "eventlet wsgi", List.of("/usr/bin/python3", script.toString()), url(port, "/"), List.of());
  }

  private static List<String> brimd(Path conf) {
    return List.of(
        System.getProperty("brim.home") + "/bin/brimd",
        "start",
        "--foreground",
        "-c",
        conf.toString(),
        "-p",
        conf.resolveSibling(conf.getFileName() + ".pid").toString());
  }

  private static Path ownClasses() {
    String classPath = System.getProperty("java.class.path");
    return Path.of(classPath.substring(0, (classPath + ":").indexOf(':'))).toAbsolutePath();
  }

  private static String java() {
    return ProcessHandle.current().info().command().orElse("java");
  }

  private static String url(int port, String path) {
    return "http://127.0.0.1:" + port + path;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
