package net.brim.os;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What Brim asks of the operating system beyond what the JDK offers.
 *
 * <p>Descriptors are plain ints, owned by the caller, and close on exec unless a method says
 * otherwise. Every method throws {@link OsException} with the call and its errno where the system
 * refuses. All may be called from any thread.
 */
public interface Os {

  /**
   * The implementation for this machine.
   *
   * @throws OsException where it is not Linux on x86-64 or aarch64
   */
  static Os current() {
    return LinuxOs.instance();
  }

  // --- descriptors ---

  /** A pipe: the end to read, the end to write. */
  int[] pipe();

  /** A connected pair of unix stream sockets. */
  int[] socketPair();

  /** A nameless file in memory of that size, zeroed; {@code name} only shows in {@code /proc}. */
  int memoryFile(String name, long size);

  /** Maps a whole file shared, readable and writable. */
  MemorySegment map(int fd, long size, Arena arena);

  /** Closes a descriptor; closing one that is closed already is an error. */
  void close(int fd);

  /** Reads what is there, waiting for at least one byte; 0 at the end. */
  int read(int fd, byte[] into, int offset, int length);

  /** Writes all bytes, waiting where it must. */
  void write(int fd, byte[] bytes, int offset, int length);

  /**
   * Waits until one of the descriptors can be read or has come to its end.
   *
   * @param timeoutMillis -1 for no limit
   * @return for each descriptor whether it is ready; all false at the timeout or after a signal
   */
  boolean[] poll(int[] fds, int timeoutMillis);

  /**
   * As {@link #poll(int[], int)}, or until one of those for which {@code writing} is true takes
   * bytes or has lost its reader.
   */
  boolean[] poll(int[] fds, boolean[] writing, int timeoutMillis);

  /**
   * Reads what a non-blocking descriptor has now.
   *
   * @return how many bytes; 0 at the end, -1 where there is nothing now
   */
  int tryRead(int fd, byte[] into, int offset, int length);

  /**
   * Writes what a non-blocking descriptor takes now.
   *
   * @return how many bytes; -1 where it takes none now
   */
  int tryWrite(int fd, byte[] bytes, int offset, int length);

  /** Copies {@code fd} onto {@code target}, closing what was there; the copy stays open on exec. */
  void duplicate(int fd, int target);

  /**
   * Opens a file for appending, creating it with that mode (less the umask) where it is missing.
   */
  int openAppend(Path file, int mode);

  // --- listening sockets ---

  /**
   * A TCP socket bound to that address, not yet listening, non-blocking, with {@code SO_REUSEADDR}
   * so that a port in TIME_WAIT is free. The IPv6 wildcard address takes IPv4 as well.
   */
  int bindTcp(InetSocketAddress address, boolean reusePort);

  /**
   * A UDP socket bound to that address, non-blocking. The IPv6 wildcard address takes IPv4 as well.
   */
  int bindUdp(InetSocketAddress address, boolean reusePort);

  /** Lets later sockets share the address of this bound one ({@code SO_REUSEPORT}). */
  void allowReusePort(int fd);

  /**
   * A unix stream socket bound to that path, not yet listening, non-blocking. It makes the file,
   * which must not be there, with all permissions that the umask leaves.
   *
   * @throws OsException with {@link OsException#EADDRINUSE} where any file is there
   */
  int bindUnix(Path path);

  /** Starts listening. */
  void listen(int fd, int backlog);

  /**
   * Takes a connection that waits at a listening socket that is non-blocking, as it is then itself.
   *
   * @return its descriptor; -1 where none waits any more
   */
  int accept(int fd);

  /** The effective user id that the other end of a unix connection had when it connected. */
  int peerUserId(int fd);

  /** Tells the other end of a connection that no more bytes will come; it can still be read. */
  void shutDownOutput(int fd);

  /** The address that an IPv4 or IPv6 socket is bound to. */
  InetSocketAddress localAddress(int fd);

  /**
   * The address of a descriptor that another program opened and that listens for TCP or unix stream
   * connections; a path without a name is empty, an abstract one begins with {@code @}.
   *
   * @return an {@link InetSocketAddress} or a {@link java.net.UnixDomainSocketAddress}
   * @throws OsException where the descriptor is anything else, with what it is
   */
  java.net.SocketAddress listeningAddress(int fd);

  /**
   * Whether a socket that another program opened is one for datagrams, of IPv4 or IPv6.
   *
   * @throws OsException where the descriptor is no socket
   */
  boolean getsDatagrams(int fd);

  /**
   * Has calls on the descriptor return at once where they would wait; so do those of all other
   * processes that share what it stands for.
   */
  void setNonBlocking(int fd);

  /**
   * Whether a process has the unix socket at that path; where it listens, it gets a connection that
   * ends at once. False where the process is gone or there is no such file.
   */
  boolean isLive(Path unixSocket);

  /**
   * Has the kernel give each new connection of a {@code SO_REUSEPORT} group to one of its live
   * sockets at random ({@code SO_ATTACH_REUSEPORT_CBPF}).
   *
   * @param fd any socket of the group
   * @param live indices of the live sockets in the order in which they began to listen; at least
   *     one
   */
  void steer(int fd, int[] live);

  // --- processes ---

  /** Starts a program; see {@link Program}. Returns its pid. */
  int spawn(Program program);

  /** Becomes that program, with the same pid; returns only by an exception. */
  void exec(Program program);

  /**
   * Has the calling thread get the signals that were held back from this program, now and from now
   * on.
   *
   * @param handlers makes handlers for them
   */
  void unblockSignals(Runnable handlers);

  /**
   * Sends a signal, or with 0 none, to a process, or to all of the process group of which that is
   * the number below zero; false where there is none.
   */
  boolean kill(int pid, int signal);

  /**
   * Waits for any child to end. Until {@link #waitForChild} has reaped it, its pid is nobody
   * else's, and that of its process group neither, and this method tells of it again.
   *
   * @return empty where there are no children
   */
  Optional<ChildExit> awaitChild();

  /** Waits for that child to end and reaps it. */
  ChildExit waitForChild(int pid);

  /** Sets the file mode creation mask and returns the one before. */
  int umask(int mask);

  /**
   * Has this process lead a session of its own, without a terminal; false where it leads a process
   * group, which the system does not take from it.
   */
  boolean newSession();

  /**
   * Changes the directory of the whole process; paths of the JDK resolved before are not affected.
   */
  void changeDirectory(Path directory);

  // --- users ---

  /** The user of that name or number; empty where there is none. */
  Optional<User> user(String nameOrId);

  /** The id of the group of that name or number; empty where there is none. */
  OptionalInt group(String nameOrId);

  /** The effective user id of this process. */
  int effectiveUserId();

  /**
   * Has this thread, and all threads and processes that it starts from now on, never get rights by
   * a program that they run: such that are set-user-ID or set-group-ID, or have file capabilities.
   * There is no way back.
   */
  void denyNewPrivileges();

  /**
   * Gives up the rights of root in all threads for good: supplementary groups of the user, group,
   * then user. No capability is left then. Where {@link #denyNewPrivileges} was called, this thread
   * and all that it starts have an empty bounding set of capabilities, too, where root may do that.
   *
   * @param groupId the primary group to have, which may differ from the user's own
   */
  void become(User user, int groupId);

  // --- files and datagrams ---

  /** Cuts an open file off at that size, or fills it up with zeros. */
  void truncate(int fd, long size);

  /**
   * Locks a file that is open for appending against all others who lock it, and has that pid be its
   * content, for {@link #lockHolder}. The lock ends when the last copy of the descriptor is closed;
   * an exec that passes one on keeps it.
   *
   * @return false where it is locked already
   */
  boolean lockFile(int fd, int pid);

  /**
   * The pid of the process that has that file locked for writing, by {@link #lockFile} or by a
   * POSIX lock; empty where none does, where it is missing, and where that process has no pid here.
   * Never for a file on which this process holds a POSIX lock: asking would give that lock up, as
   * closing any descriptor of a file does.
   */
  OptionalInt lockHolder(Path file);

  /**
   * A handle on a file for {@code /proc/self/fd}, which no exchange of the file leads astray; of a
   * symbolic link it is the link itself. It neither reads nor writes.
   */
  int openPath(Path file);

  /**
   * Locks a directory against all who lock it by this method, until the descriptor is closed.
   *
   * @return the descriptor; empty where another process has the lock
   */
  OptionalInt lockDirectory(Path directory);

  /**
   * Opens what is at {@code path} below a directory, for reading and without waiting for anything,
   * never what is outside of it: a {@code ..} or a symbolic link that leads out fails with {@link
   * OsException#EXDEV}, also while others move files about ({@code openat2}).
   *
   * @param directory a descriptor, such as {@link #openPath} gives
   * @param path relative, in the bytes of the file system
   * @return the descriptor; where there is none, the number of the error below zero, since that is
   *     nothing unusual
   */
  int openBeneath(int directory, byte[] path);

  /** What the system says of an open file. */
  FileStatus status(int fd);

  /**
   * Reads up to {@code length} bytes from {@code position} on, in the file's bytes.
   *
   * @return how many; fewer only at the end of the file
   */
  int readAt(int fd, byte[] into, int offset, int length, long position);

  /** The entries of a directory that are {@code wanted}, at most {@code most}, in no order. */
  List<DirectoryEntry> entries(int fd, int most, Predicate<DirectoryEntry> wanted);

  /**
   * A unix datagram socket connected to {@code path}, such as {@code /dev/log}, or to the abstract
   * name that {@code @} begins.
   */
  int connectDatagram(Path path);

  /** Sends a datagram without waiting; false where the reader is slow, full or gone. */
  boolean sendDatagram(int fd, byte[] bytes, int length);

  /**
   * Sends a datagram with descriptors, of which the reader gets copies, without waiting; false
   * where the reader is slow, full or gone.
   *
   * @param descriptors at least one, at most 253
   */
  boolean sendDatagram(int fd, byte[] bytes, int length, List<Integer> descriptors);

  /** Has a UDP socket tell of each datagram that comes from now on which address it came to. */
  void tellLocalAddresses(int fd);

  /**
   * How many datagrams the kernel has thrown away in the life of a UDP socket, because nobody read
   * them in time or because they were damaged; modulo 2^32.
   */
  long droppedDatagrams(int fd);

  /**
   * Reads from a UDP socket.
   *
   * @param most datagrams of a batch, 1 to 1024
   * @param longest bytes that are taken of a datagram; {@code most * longest} below 1 GB
   */
  DatagramReader datagramReader(int fd, int most, int longest);

  /**
   * Writes to a UDP socket that is bound.
   *
   * @param most datagrams of a batch, 1 to 1024
   * @param room bytes of all of them; no datagram may be longer
   */
  DatagramWriter datagramWriter(int fd, int most, int room);

  /**
   * An entry of the user database.
   *
   * @param groupId the primary group
   * @param groups all groups, the primary one included
   */
  record User(String name, int id, int groupId, Path home, List<Integer> groups) {

    /**
     * Those variables of an environment, with the home directory and the name of this user.
     *
     * @return {@code NAME=VALUE} each, in the order of their names
     */
    public List<String> environment(Map<String, String> inherited) {
      var variables = new TreeMap<>(inherited);
      variables.put("HOME", home.toString());
      variables.put("USER", name);
      variables.put("LOGNAME", name);
      return variables.entrySet().stream()
          .map(variable -> variable.getKey() + "=" + variable.getValue())
          .toList();
    }
  }
}
