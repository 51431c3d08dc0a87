package net.brim.os;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;

/**
 * Datagrams that bring descriptors with them.
 *
 * <pre>
 * struct msghdr:  0 name      8 its size (int)    16 iovec     24 how many
 *                32 control  40 its size          48 flags (int)              56 in all
 * struct iovec:   0 address   8 length                                        16 in all
 * struct cmsghdr: 0 length    8 level (int)       12 type (int)
 *                16 descriptors (int each), padded to a multiple of 8
 * </pre>
 */
final class PassedDescriptors {

  private static final int HEADER = 56;
  private static final int VECTOR = 16;
  private static final int CONTROL_HEADER = 16;
  private static final int SCM_RIGHTS = 1;

  private static final CFunction SENDMSG = CFunction.returningLong("sendmsg").restarting();

  private PassedDescriptors() {}

  /** See {@link Os#sendDatagram(int, byte[], int, List)}. */
  static boolean send(int fd, byte[] bytes, int length, List<Integer> descriptors) {
    Objects.checkFromIndexSize(0, length, bytes.length);
    try (Frame frame = new Frame()) {
      Memory datagram = frame.allocate(length);
      datagram.bytes().put(bytes, 0, length);
      Memory vector = frame.allocate(VECTOR);
      vector.bytes().putLong(datagram.address()).putLong(length);
      Memory control = control(frame, descriptors);
      Memory header = frame.allocate(HEADER);
      header.bytes().putLong(16, vector.address()).putLong(24, 1);
      header.bytes().putLong(32, control.address()).putLong(40, control.bytes().capacity());
      if (SENDMSG.call(frame, fd, header.address(), UnixSockets.WITHOUT_WAITING) != -1) {
        return true;
      }
      return UnixSockets.refused(
          frame,
          "send %d bytes and %d descriptors to descriptor %d"
              .formatted(length, descriptors.size(), fd));
    }
  }

  private static Memory control(Frame frame, List<Integer> descriptors) {
    int length = CONTROL_HEADER + descriptors.size() * Integer.BYTES;
    Memory control = frame.allocate((length + Long.BYTES - 1) / Long.BYTES * Long.BYTES);
    ByteBuffer bytes = control.bytes();
    bytes.putLong(length).putInt(Sockets.SOL_SOCKET).putInt(SCM_RIGHTS);
    descriptors.forEach(bytes::putInt);
    return control;
  }
}
