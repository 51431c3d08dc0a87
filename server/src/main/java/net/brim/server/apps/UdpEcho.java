package net.brim.server.apps;

import java.io.IOException;
import java.util.List;
import net.brim.api.Conf;
import net.brim.api.Datagram;
import net.brim.api.Stat;
import net.brim.api.Stats.Counter;
import net.brim.api.UdpApp;
import net.brim.api.UdpSocket;
import org.jspecify.annotations.Nullable;

/** Sends each datagram back to who sent it; {@code call} of a {@code [udp]} section. */
public final class UdpEcho implements UdpApp.Factory<String> {

  private static final String BYTE_COUNT = "byte_count";

  /** For {@code call}. */
  public UdpEcho() {}

  @Override
  public String parseConf(String name, Conf conf) {
    return name;
  }

  @Override
  public List<Stat> statsConf(String name, String settings) {
    return List.of(Stat.sum(BYTE_COUNT));
  }

  @Override
  public UdpApp create(String name, String settings) {
    return new Echo();
  }

  private static final class Echo implements UdpApp {

    /** Looked up at the first datagram; twice does no harm. */
    private @Nullable Counter byteCount;

    @Override
    public void handle(Datagram datagram, UdpSocket socket) throws IOException {
      byte[] bytes = datagram.bytes();
      Counter count = byteCount;
      if (count == null) {
        count = socket.stats().counter(BYTE_COUNT);
        byteCount = count;
      }
      count.add(bytes.length);
      socket.reply(datagram, bytes);
    }
  }
}
