package net.brim.server.apps;

import java.io.OutputStream;
import java.util.List;
import net.brim.api.Conf;
import net.brim.api.ConfException;
import net.brim.api.Stat;
import net.brim.api.Stats.Counter;
import net.brim.api.TcpApp;
import net.brim.api.TcpConnection;

/** Sends back what it is sent; {@code call} of a {@code [tcp]} section. */
public final class TcpEcho implements TcpApp.Factory<Integer> {

  private static final String BYTE_COUNT = "byte_count";

  /** For {@code call}. */
  public TcpEcho() {}

  /** The most bytes that are read before they are sent back. */
  @Override
  public Integer parseConf(String name, Conf conf) {
    long chunkRead = conf.getSize(name, "chunk_read", 64 * 1024);
    if (chunkRead < 1 || chunkRead > Integer.MAX_VALUE) {
      throw new ConfException(conf.invalid(name, "chunk_read", "a size from 1 to below 2g"));
    }
    return (int) chunkRead;
  }

  @Override
  public List<Stat> statsConf(String name, Integer chunkRead) {
    return List.of(Stat.sum(BYTE_COUNT));
  }

  @Override
  public TcpApp create(String name, Integer chunkRead) {
    return connection -> echo(connection, chunkRead);
  }

  private static void echo(TcpConnection connection, int chunkRead) throws Exception {
    OutputStream output = connection.output();
    Counter count = connection.stats().counter(BYTE_COUNT);
    while (connection.awaitInput()) {
      int bytes = connection.transfer(output, chunkRead);
      if (bytes < 0) {
        return;
      }
      count.add(bytes);
    }
  }
}
