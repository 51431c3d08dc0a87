package net.brim.server.logging;

import java.nio.file.Path;
import net.brim.os.Os;

/** Datagrams through libc, which is loaded only when this is used. */
final class OsDatagrams implements Datagrams {

  @Override
  public Connection connect(Path socket) {
    Os os = Os.current();
    int fd = os.connectDatagram(socket);
    return new Connection() {
      @Override
      public boolean send(byte[] bytes, int length) {
        return os.sendDatagram(fd, bytes, length);
      }

      @Override
      public void close() {
        os.close(fd);
      }
    };
  }
}
