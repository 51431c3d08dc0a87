package net.brim.os;

/** The error numbers that calls are checked for; the same on x86-64 and aarch64. */
final class Errno {

  static final int EPERM = 1;
  static final int ENOENT = 2;
  static final int ESRCH = 3;
  static final int EINTR = 4;
  static final int EBADF = 9;
  static final int ECHILD = 10;
  static final int EAGAIN = 11;
  static final int EXDEV = 18;
  static final int EPIPE = 32;
  static final int ERANGE = 34;
  static final int ENAMETOOLONG = 36;
  static final int ENOTSOCK = 88;
  static final int EMSGSIZE = 90;
  static final int EPROTOTYPE = 91;
  static final int ECONNABORTED = 103;
  static final int ECONNRESET = 104;
  static final int ENOBUFS = 105;
  static final int ENOTCONN = 107;
  static final int ECONNREFUSED = 111;

  private static final CFunction STRERRORDESC = CFunction.returningLong("strerrordesc_np");

  private Errno() {}

  /** The system's text for an error number, in English whatever the locale. */
  static String describe(int errno) {
    try (Frame frame = new Frame()) {
      long text = STRERRORDESC.call(frame, errno);
      return text == 0 ? "error " + errno : frame.stringAt(text);
    }
  }
}
