package net.brim.os;

/** The operating system refused a call. */
public final class OsException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** errno of a busy address. */
  public static final int EADDRINUSE = 98;

  /** errno of an address that this machine does not have. */
  public static final int EADDRNOTAVAIL = 99;

  /** errno of a protocol that this kernel does not have. */
  public static final int EAFNOSUPPORT = 97;

  /** errno of a missing right. */
  public static final int EACCES = 13;

  /** errno of a name that is not there. */
  public static final int ENOENT = 2;

  /** errno of what only the owner or root may do. */
  public static final int EPERM = 1;

  /** errno of a path that leads through something other than a directory. */
  public static final int ENOTDIR = 20;

  /** errno of a name or a path that is too long. */
  public static final int ENAMETOOLONG = 36;

  /** errno of a call that this kernel does not have. */
  public static final int ENOSYS = 38;

  /** errno of symbolic links that lead to each other, or of too many. */
  public static final int ELOOP = 40;

  /** errno of a socket that is opened as a file. */
  public static final int ENXIO = 6;

  /** errno of a path that leads out of its directory. */
  public static final int EXDEV = 18;

  private final int errno;

  /**
   * The system's answer to a call.
   *
   * @param call such as {@code bind 127.0.0.1:80}
   * @param errno its number, 0 where there is none
   * @param reason its text, such as {@code Permission denied}
   */
  public OsException(String call, int errno, String reason) {
    super(call + ": " + reason);
    this.errno = errno;
  }

  /** The number of the error; 0 where there is none. */
  public int errno() {
    return errno;
  }
}
