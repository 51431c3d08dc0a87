package net.brim.engine.hub;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.unix.Socket;
import io.netty.channel.unix.UnixChannel;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Gives bytes to sockets past Netty's queue, through one buffer of the hub's, which stays in the
 * processor's cache. For the loop and the threads that it carries.
 */
final class DirectSender {

  private static final int SIZE = 128 * 1024;

  private @Nullable ByteBuf buffer;

  /** The socket of that channel; null where the transport has none that can be used. */
  static @Nullable Socket socket(Channel channel) {
    return channel instanceof UnixChannel unix && unix.fd() instanceof Socket socket
        ? socket
        : null;
  }

  /**
   * Sends one array and then a part of another.
   *
   * @param head sent up to {@code headLength}, which is less than the buffer holds
   * @param socket one that is open: the number of a closed one may be another connection's
   * @return how many bytes the socket took; fewer than there are where it is full, or has failed,
   *     which Netty finds out with the rest
   */
  int send(Socket socket, byte[] head, int headLength, byte[] body, int offset, int count) {
    ByteBuf pending = buffer();
    pending.clear().writeBytes(head, 0, headLength);
    int total = headLength + count;
    int copied = 0;
    int taken = 0;
    while (taken < total) {
      int piece = Math.min(pending.writableBytes(), count - copied);
      pending.writeBytes(body, offset + copied, piece);
      copied += piece;
      int sent = sent(socket, pending);
      taken += sent;
      if (sent < pending.readableBytes()) {
        return taken;
      }
      pending.clear();
    }
    return taken;
  }

  private static int sent(Socket socket, ByteBuf pending) {
    int count = pending.readableBytes();
    try {
      return pending.hasMemoryAddress()
          ? socket.sendAddress(pending.memoryAddress(), 0, count)
          : socket.send(pending.internalNioBuffer(0, count), 0, count);
    } catch (IOException e) {
      return 0; // Netty meets it too, when it is given these bytes, and ends the connection.
    }
  }

  /** Nobody sends any more. */
  void close() {
    if (buffer != null) {
      buffer.release();
      buffer = null;
    }
  }

  /** Made with the first answer: where all goes through TLS, there is none. */
  private ByteBuf buffer() {
    if (buffer == null) {
      buffer = Unpooled.directBuffer(SIZE, SIZE);
    }
    return buffer;
  }
}
