package net.brim.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The Python servers that Debian packages, with one WSGI app. */
final class PythonCommands {

  private static final String PYTHON = "/usr/bin/python3";

  private static final String APP =
      """
      import itertools, json

      LARGE = b'All work and no play makes a dull server, says the proverb.\\n123\\n' * 1600
      numbers = itertools.count(10000000)

      def document():
          number = next(numbers)
          return json.dumps({'id': number, 'items': [
              {'id': number + i, 'name': 'item %d' % i, 'cents': 995 + i, 'stocked': i % 2 == 0,
               'tags': ['new', 'on "sale"']} for i in range(11)]}, separators=(',', ':')).encode()

      def app(env, start_response):
          path = env['PATH_INFO']
          kind = 'text/plain'
          if path == '/hello':
              body = b'Hello World!\\n'
          elif path == '/json':
              kind, body = 'application/json', document()
          elif path == '/large':
              body = LARGE
          else:
              kind = 'application/octet-stream'
              body = env['wsgi.input'].read(int(env['CONTENT_LENGTH']))
          start_response('200 OK', [('Content-Type', kind), ('Content-Length', str(len(body)))])
          return [body]
      """;

  private final Workplace work;

  PythonCommands(Workplace work) {
    this.work = work;
  }

  List<String> eventlet(int port, boolean tls) throws IOException {
    String wrapped =
        tls
            ? "eventlet.wrap_ssl(sock, certfile='%s', keyfile='%s', server_side=True)"
                .formatted(work.certificate(), work.key())
            : "sock";
    return script(
        tls ? "serve_eventlet_tls" : "serve_eventlet",
        """
        import eventlet, eventlet.wsgi, app

        sock = eventlet.listen(('127.0.0.1', %d), backlog=4096)
        eventlet.wsgi.server(%s, app.app, log_output=False, debug=False, max_size=4096)
        """
            .formatted(port, wrapped));
  }

  List<String> cheroot(int port, boolean tls) throws IOException {
    String adapter =
        tls
            ? "from cheroot.ssl.builtin import BuiltinSSLAdapter\n"
                + "server.ssl_adapter = BuiltinSSLAdapter('%s', '%s')"
                    .formatted(work.certificate(), work.key())
            : "";
    return script(
        tls ? "serve_cheroot_tls" : "serve_cheroot",
        """
        from cheroot.wsgi import Server
        import app

        server = Server(('127.0.0.1', %d), app.app, request_queue_size=4096)
        server.keep_alive_conn_limit = 4096
        %s
        server.start()
        """
            .formatted(port, adapter));
  }

  List<String> gunicorn(int port, boolean tls) throws IOException {
    work.write("app.py", APP);
    var command =
        new ArrayList<>(List.of("gunicorn", "--worker-class", "eventlet", "--workers", "1"));
    command.addAll(List.of("--worker-connections", "4096", "--backlog", "4096"));
    command.addAll(List.of("--keep-alive", "75", "--log-level", "warning"));
    command.addAll(List.of("--chdir", work.path("").toString(), "--bind", "127.0.0.1:" + port));
    if (tls) {
      command.addAll(List.of("--certfile", work.certificate().toString()));
      command.addAll(List.of("--keyfile", work.key().toString()));
    }
    command.add("app:app");
    return command;
  }

  /** What eventlet's own documents show as an echo of TCP. */
  List<String> echo(int port, boolean tls) throws IOException {
    return script(
        "serve_echo",
        """
        import eventlet

        def handle(sock, address):
            while True:
                data = sock.recv(65536)
                if not data:
                    break
                sock.sendall(data)

        eventlet.serve(eventlet.listen(('127.0.0.1', %d), backlog=4096), handle, concurrency=4096)
        """
            .formatted(port));
  }

  /** A green thread for each datagram, which may wait as Brim's apps may. */
  List<String> udpEchoSpawning(int port) throws IOException {
    return script(
        "echo_udp_spawning",
        """
        import eventlet
        from eventlet.green import socket

        sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        sock.bind(('127.0.0.1', %d))
        pool = eventlet.GreenPool(1024)
        while True:
            datagram, peer = sock.recvfrom(65536)
            pool.spawn_n(sock.sendto, datagram, peer)
        """
            .formatted(port));
  }

  /** The least that echoes: nothing else is done while one waits. */
  List<String> udpEcho(int port) throws IOException {
    return script(
        "echo_udp",
        """
        from eventlet.green import socket

        sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        sock.bind(('127.0.0.1', %d))
        while True:
            datagram, peer = sock.recvfrom(65536)
            sock.sendto(datagram, peer)
        """
            .formatted(port));
  }

  private List<String> script(String name, String text) throws IOException {
    work.write("app.py", APP);
    return List.of(PYTHON, work.write(name + ".py", text).toString());
  }
}
