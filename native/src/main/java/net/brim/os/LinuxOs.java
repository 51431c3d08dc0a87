package net.brim.os;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;

/**
 * Linux with glibc 2.34 or newer, on x86-64 and aarch64, whose constants and structs are the same
 * here, save {@code O_NOFOLLOW}.
 */
final class LinuxOs implements Os {

  private static final LinuxOs INSTANCE = new LinuxOs();

  private LinuxOs() {}

  static Os instance() {
    String name = System.getProperty("os.name", "");
    String architecture = System.getProperty("os.arch", "");
    boolean known = architecture.equals("amd64") || architecture.equals("aarch64");
    if (!name.equals("Linux") || !known) {
      throw new OsException(
          "system calls",
          0,
          "need Linux on x86-64 or aarch64, not " + name + " on " + architecture);
    }
    return INSTANCE;
  }

  @Override
  public int[] pipe() {
    return Descriptors.pipe();
  }

  @Override
  public int[] socketPair() {
    return UnixSockets.pair();
  }

  @Override
  public int memoryFile(String name, long size) {
    return Descriptors.memoryFile(name, size);
  }

  @Override
  public MemorySegment map(int fd, long size, Arena arena) {
    return Descriptors.map(fd, size, arena);
  }

  @Override
  public void close(int fd) {
    Descriptors.close(fd);
  }

  @Override
  public int read(int fd, byte[] into, int offset, int length) {
    return Descriptors.read(fd, into, offset, length);
  }

  @Override
  public void write(int fd, byte[] bytes, int offset, int length) {
    Descriptors.write(fd, bytes, offset, length);
  }

  @Override
  public boolean[] poll(int[] fds, int timeoutMillis) {
    return Poll.poll(fds, timeoutMillis);
  }

  @Override
  public boolean[] poll(int[] fds, boolean[] writing, int timeoutMillis) {
    return Poll.poll(fds, writing, timeoutMillis);
  }

  @Override
  public int tryRead(int fd, byte[] into, int offset, int length) {
    return Connections.tryRead(fd, into, offset, length);
  }

  @Override
  public int tryWrite(int fd, byte[] bytes, int offset, int length) {
    return Connections.tryWrite(fd, bytes, offset, length);
  }

  @Override
  public void duplicate(int fd, int target) {
    Descriptors.duplicate(fd, target);
  }

  @Override
  public int openAppend(Path file, int mode) {
    return Descriptors.openAppend(file, mode);
  }

  @Override
  public int bindTcp(InetSocketAddress address, boolean reusePort) {
    return Sockets.bindTcp(address, reusePort);
  }

  @Override
  public int bindUdp(InetSocketAddress address, boolean reusePort) {
    return Sockets.bindUdp(address, reusePort);
  }

  @Override
  public void allowReusePort(int fd) {
    Sockets.allowReusePort(fd);
  }

  @Override
  public int bindUnix(Path path) {
    return UnixSockets.bind(path);
  }

  @Override
  public void listen(int fd, int backlog) {
    Sockets.listen(fd, backlog);
  }

  @Override
  public int accept(int fd) {
    return Connections.accept(fd);
  }

  @Override
  public int peerUserId(int fd) {
    return Connections.peerUserId(fd);
  }

  @Override
  public void shutDownOutput(int fd) {
    Connections.shutDownOutput(fd);
  }

  @Override
  public InetSocketAddress localAddress(int fd) {
    return SocketAddress.local(fd);
  }

  @Override
  public java.net.SocketAddress listeningAddress(int fd) {
    return InheritedSocket.listeningAddress(fd);
  }

  @Override
  public boolean getsDatagrams(int fd) {
    return InheritedSocket.getsDatagrams(fd);
  }

  @Override
  public void setNonBlocking(int fd) {
    Descriptors.setNonBlocking(fd);
  }

  @Override
  public boolean isLive(Path unixSocket) {
    return UnixSockets.isLive(unixSocket);
  }

  @Override
  public void steer(int fd, int[] live) {
    Sockets.steer(fd, live);
  }

  @Override
  public int spawn(Program program) {
    return Spawn.spawn(program);
  }

  @Override
  public void unblockSignals(Runnable handlers) {
    SignalSets.unblock(handlers);
  }

  @Override
  public void exec(Program program) {
    Exec.exec(program);
  }

  @Override
  public boolean kill(int pid, int signal) {
    return Children.kill(pid, signal);
  }

  @Override
  public Optional<ChildExit> awaitChild() {
    return Children.awaitAny();
  }

  @Override
  public ChildExit waitForChild(int pid) {
    return Children.waitFor(pid);
  }

  @Override
  public int umask(int mask) {
    return ProcessState.umask(mask);
  }

  @Override
  public boolean newSession() {
    return ProcessState.newSession();
  }

  @Override
  public void changeDirectory(Path directory) {
    ProcessState.changeDirectory(directory);
  }

  @Override
  public Optional<User> user(String nameOrId) {
    return Users.user(nameOrId);
  }

  @Override
  public OptionalInt group(String nameOrId) {
    return Users.group(nameOrId);
  }

  @Override
  public int effectiveUserId() {
    return Privileges.effectiveUserId();
  }

  @Override
  public void denyNewPrivileges() {
    Capabilities.denyNewPrivileges();
  }

  @Override
  public void become(User user, int groupId) {
    Privileges.become(user, groupId);
  }

  @Override
  public void truncate(int fd, long size) {
    Descriptors.truncate(fd, size);
  }

  @Override
  public boolean lockFile(int fd, int pid) {
    return FileLocks.lock(fd, pid);
  }

  @Override
  public OptionalInt lockHolder(Path file) {
    return FileLocks.holder(file);
  }

  @Override
  public int openPath(Path file) {
    return Descriptors.openPath(file);
  }

  @Override
  public int openBeneath(int directory, byte[] path) {
    return FilesBeneath.open(directory, path);
  }

  @Override
  public FileStatus status(int fd) {
    return FilesBeneath.status(fd);
  }

  @Override
  public int readAt(int fd, byte[] into, int offset, int length, long position) {
    return FilesBeneath.readAt(fd, into, offset, length, position);
  }

  @Override
  public List<DirectoryEntry> entries(int fd, int most, Predicate<DirectoryEntry> wanted) {
    return FilesBeneath.entries(fd, most, wanted);
  }

  @Override
  public OptionalInt lockDirectory(Path directory) {
    return FileLocks.lockDirectory(directory);
  }

  @Override
  public int connectDatagram(Path path) {
    return UnixSockets.connectDatagram(path);
  }

  @Override
  public boolean sendDatagram(int fd, byte[] bytes, int length) {
    return UnixSockets.sendDatagram(fd, bytes, length);
  }

  @Override
  public boolean sendDatagram(int fd, byte[] bytes, int length, List<Integer> descriptors) {
    return PassedDescriptors.send(fd, bytes, length, descriptors);
  }

  @Override
  public void tellLocalAddresses(int fd) {
    Datagrams.tellLocalAddresses(fd);
  }

  @Override
  public long droppedDatagrams(int fd) {
    return Datagrams.dropped(fd);
  }

  @Override
  public DatagramReader datagramReader(int fd, int most, int longest) {
    return new DatagramReader(fd, most, longest);
  }

  @Override
  public DatagramWriter datagramWriter(int fd, int most, int room) {
    return new DatagramWriter(fd, Datagrams.isIpv4(fd), most, room);
  }
}
