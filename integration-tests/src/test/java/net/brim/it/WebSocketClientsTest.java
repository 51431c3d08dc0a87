package net.brim.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** WebSockets and event streams with the clients of others. */
class WebSocketClientsTest {

  private static final Path LIVE = Distribution.REPOSITORY.resolve("examples/live");

  private static final String SOCKETS =
      """
      [brim]
      classpath = classes

      [http]
      port = 8901
      apps = sockets

      [sockets]
      call = sockets.Sockets
      """;

  @RegisterExtension final Brimd brimd = new Brimd();

  @BeforeEach
  void compile() {
    brimd.compile("classes", Apps.source("sockets/Sockets.java"));
  }

  @Test
  void pythonsWebsocketsUnderstandsUs() {
    Clients.needPythonModule("websockets");
    brimd.conf(SOCKETS);
    brimd.started();
    brimd.write(
        "client.py",
        """
        import asyncio, websockets

        async def main():
            uri = "ws://127.0.0.1:8901"
            async with websockets.connect(uri + "/chat", subprotocols=["chat.v1", "other"],
                                          origin="https://friends.example") as ws:
                print(ws.subprotocol)
                await ws.send("gr\\u00fcn \\U0001F600")
                print(await ws.recv() == "gr\\u00fcn \\U0001F600")
                await ws.send(bytes(range(256)) * 700)
                print(await ws.recv() == bytes(range(256)) * 700)
                await ws.send(["one ", "", "mess", "age"])
                print(await ws.recv())
                await (await ws.ping("payload"))
                print("ponged")
                for i in range(500):
                    await ws.send(str(i))
                print([await ws.recv() for i in range(500)] == [str(i) for i in range(500)])
            print(ws.close_code)
            async with websockets.connect(uri + "/leave") as ws:
                try:
                    await ws.recv()
                except websockets.ConnectionClosed as e:
                    print(e.code, e.reason)
            async with websockets.connect(uri + "/chat") as ws:
                await ws.send("x" * 200001)
                try:
                    await ws.recv()
                except websockets.ConnectionClosed as e:
                    print(e.code)
            try:
                await websockets.connect(uri + "/chat", origin="https://evil.example")
            except websockets.InvalidStatusCode as e:
                print(e.status_code)

        asyncio.run(main())
        """);

    Outcome outcome = brimd.shell("/usr/bin/python3 client.py").exits(0);

    assertEquals(
        List.of(
            "chat.v1",
            "True",
            "True",
            "one message",
            "ponged",
            "True",
            "1000",
            "4001 enough",
            "1009",
            "403"),
        outcome.outLines(),
        outcome::toString);
    brimd.stopped();
  }

  @Test
  void curlReadsAnEventStream() {
    Clients.need("curl");
    brimd.conf(SOCKETS);
    brimd.started();
    Outcome outcome = brimd.shell("curl -sN http://127.0.0.1:8901/events -H Last-Event-ID:6");
    assertTrue(outcome.exits(0).out().startsWith("data: after 6\n\nevent: kind\nid: 7\n"));
    brimd.stopped();
  }

  @Test
  void aPageInABrowserHearsWhatAnotherClientSays() throws IOException {
    live("");
    try (Program _ = browse("http://127.0.0.1:" + brimd.port() + "/")) {
      awaitHello();
      try (var other = RawWebSocket.open(brimd.port(), "/socket")) {
        other.send(0x81, "gr\u00fc\u00df dich");
        brimd.awaitLine("brim.log", "a page shows: socket 2 gr\u00fc\u00df dich");
        brimd.awaitLine("brim.log", "a page shows: events 2 1: gr\u00fc\u00df dich");
        assertEquals("text a page is here, speaking live", other.read());
        assertEquals("text gr\u00fc\u00df dich", other.read());
      }
    }
    brimd.stopped();
  }

  /** A browser that has an HTTP/2 connection to the server uses it for the WebSocket, too. */
  @Test
  void aPageInABrowserHearsOverHttp2() {
    Clients.need("openssl");
    new Certificates(brimd).rsa("a", "localhost");
    live("certfile = a.pem\nkeyfile = a.key\n");
    try (Program _ = browse("https://localhost:" + brimd.port() + "/")) {
      awaitHello();
      brimd.run("shutdown", "--wait").exits(0);
      brimd.awaitLine("brim.log", " CONNECT /socket HTTP/2.0 101 ");
      brimd.awaitLine("brim.log", " GET /events HTTP/2.0 200 ");
    }
  }

  /** Starts the example with its own configuration and those options in {@code [brim]}. */
  private void live(String options) {
    Clients.need("chromium");
    Apps.compile(
        brimd.file("classes"),
        LIVE.resolve("src/live/Live.java"),
        LIVE.resolve("src/live/Room.java"));
    brimd.write("live.html", Distribution.read("examples/live/live.html"));
    brimd.conf(
        Distribution.read("examples/live/brimd.conf")
            .replace("[brim]\n", "[brim]\nlog_to = file:~/brim.log\n" + options));
    brimd.started();
  }

  private void awaitHello() {
    brimd.awaitLine("brim.log", "a page shows: socket 1 a page is here, speaking live");
    brimd.awaitLine("brim.log", "a page shows: events 1 0: a page is here, speaking live");
  }

  /** Opens a page in a browser without a window. */
  private Program browse(String page) {
    return brimd.start(
        List.of(
            "chromium",
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-dev-shm-usage",
            "--ignore-certificate-errors",
            "--remote-debugging-port=0", // without it, a page is loaded, printed and left
            "--user-data-dir=" + brimd.file("browser"),
            page),
        brimd.home());
  }
}
