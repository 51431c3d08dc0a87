package net.brim.chaos.fault;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.brim.chaos.site.Brimd;

/** Clients that ask for a lot and read nothing of it; those of a round go in the next one. */
final class DeafClients implements Fault {

  private static final int COUNT = 20;
  private static final int MILLIS = 1000;
  private static final int REQUESTS = 200;
  private static final String FLOOD = "GET /flood?megabytes=64 HTTP/1.1\r\nHost: chaos\r\n\r\n";
  private static final String PIPELINED =
      "GET /flood?megabytes=1 HTTP/1.1\r\nHost: chaos\r\n\r\n".repeat(REQUESTS);

  private final List<SocketChannel> clients = new ArrayList<>();

  @Override
  public String name() {
    return "never-reads";
  }

  @Override
  public String expected() {
    return Expected.NOTHING_LOST;
  }

  @Override
  public void strike(Scene scene, int round) throws IOException, InterruptedException {
    hangUp();
    var server = new InetSocketAddress(InetAddress.getLoopbackAddress(), scene.conf().port());
    for (int i = 0; i < COUNT; i++) {
      var client = SocketChannel.open(server);
      clients.add(client);
      client.configureBlocking(false);
      String request = i % 2 == 0 ? FLOOD : PIPELINED;
      client.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
    }
    Thread.sleep(MILLIS);
  }

  @Override
  public void cleanUp(Brimd brimd) throws IOException {
    hangUp();
  }

  private void hangUp() throws IOException {
    for (SocketChannel client : clients) {
      client.close();
    }
    clients.clear();
  }
}
