package net.brim.server.supervisor;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import net.brim.os.Os;
import net.brim.os.OsException;
import net.brim.server.systemd.PassedDescriptor;

/**
 * The sockets that a service manager has passed, until the subservers that listen at their
 * addresses have taken them: those of its own units, and those of ours that it kept.
 */
final class PassedSockets {

  /** One of them. */
  record Passed(PassedDescriptor descriptor, SocketAddress address, boolean datagrams) {

    /** Whether it is one of ours, which was kept. */
    boolean isKept() {
      return StoreName.place(descriptor.name()).isPresent();
    }

    String describe() {
      String text =
          address instanceof InetSocketAddress inet
              ? inet.getAddress().getHostAddress() + ":" + inet.getPort()
              : address.toString();
      return "%s (%s%s)".formatted(descriptor.name(), datagrams ? "udp:" : "", text);
    }

    private int place() {
      return StoreName.place(descriptor.name()).orElse(-1);
    }
  }

  private final List<Passed> left = new ArrayList<>();

  /**
   * Looks at what was passed.
   *
   * @throws StartFailedException for what is neither a listening socket nor one for datagrams
   */
  PassedSockets(Os os, List<PassedDescriptor> descriptors) {
    for (PassedDescriptor descriptor : descriptors) {
      left.add(look(os, descriptor));
    }
    // Those of others first, which were there before ours.
    left.sort(Comparator.comparingInt(Passed::place));
  }

  private static Passed look(Os os, PassedDescriptor descriptor) {
    try {
      boolean datagrams = os.getsDatagrams(descriptor.number());
      SocketAddress address =
          datagrams
              ? os.localAddress(descriptor.number())
              : os.listeningAddress(descriptor.number());
      os.setNonBlocking(descriptor.number());
      return new Passed(descriptor, address, datagrams);
    } catch (OsException e) {
      throw new StartFailedException(
          "systemd passes %s, which cannot be listened on: %s"
              .formatted(descriptor.name(), e.getMessage()),
          e);
    }
  }

  /** Takes those at that address; of the wildcard of IPv6, which takes IPv4 too, that of IPv4. */
  List<Passed> take(InetSocketAddress address, boolean datagrams) {
    List<Passed> exact = take(one -> one.datagrams == datagrams && one.address.equals(address));
    return exact.isEmpty() && address.getAddress().isAnyLocalAddress()
        ? take(one -> one.datagrams == datagrams && isAny(one.address, address.getPort()))
        : exact;
  }

  private static boolean isAny(SocketAddress address, int port) {
    return address instanceof InetSocketAddress inet
        && inet.getAddress().isAnyLocalAddress()
        && inet.getPort() == port;
  }

  /**
   * Takes the one at that path.
   *
   * @param file whether there is a file; a socket of ours is found by nobody without it
   */
  Optional<Passed> take(Path path, boolean file) {
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(path);
    return take(one -> one.address.equals(address) && (file || !one.isKept())).stream().findFirst();
  }

  private List<Passed> take(Predicate<Passed> wanted) {
    List<Passed> taken = left.stream().filter(wanted).toList();
    left.removeAll(taken);
    return taken;
  }

  /** Those that nobody has taken. */
  List<Passed> left() {
    return List.copyOf(left);
  }
}
