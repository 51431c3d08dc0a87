package net.brim.server.config;

import java.nio.file.Path;
import java.util.OptionalInt;

/** An address that a subserver listens on. */
public sealed interface ListenAddress {

  /** The address as {@code listen} writes it, for messages. */
  String text();

  /** The address in a sentence. */
  default String describe() {
    return text();
  }

  /** Whether this and the other cannot both be listened on. Host names are not resolved. */
  boolean overlaps(ListenAddress other);

  /** What another address would have to differ in. */
  String difference();

  /**
   * A port of this machine.
   *
   * @param host an IP address without brackets, a host name, or {@code *} for every address, IPv6
   *     and IPv4
   */
  record Tcp(String host, int port) implements ListenAddress {

    public Tcp {
      var _ = Numbers.inRange(port, 1, 65535);
    }

    @Override
    public String text() {
      return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    @Override
    public String describe() {
      return "port %d of %s".formatted(port, host);
    }

    @Override
    public boolean overlaps(ListenAddress other) {
      return other instanceof Tcp tcp && port == tcp.port && Host.overlap(host, tcp.host);
    }

    @Override
    public String difference() {
      return "port";
    }
  }

  /**
   * A port of this machine for datagrams, which TCP has another one of the same number beside.
   *
   * @param host as for {@link Tcp}
   */
  record Udp(String host, int port) implements ListenAddress {

    public Udp {
      var _ = Numbers.inRange(port, 1, 65535);
    }

    @Override
    public String text() {
      return "udp:" + new Tcp(host, port).text();
    }

    @Override
    public String describe() {
      return "UDP " + new Tcp(host, port).describe();
    }

    @Override
    public boolean overlaps(ListenAddress other) {
      return other instanceof Udp udp && port == udp.port && Host.overlap(host, udp.host);
    }

    @Override
    public String difference() {
      return "port";
    }
  }

  /**
   * A unix socket.
   *
   * @param path at most {@link #LONGEST} bytes
   * @param mode the permissions of its file; empty for those that the umask leaves
   */
  record Unix(Path path, OptionalInt mode) implements ListenAddress {

    /** The bytes of sun_path in sockaddr_un, less the one that ends it. */
    public static final int LONGEST = 107;

    @Override
    public String text() {
      return "unix:" + path;
    }

    @Override
    public boolean overlaps(ListenAddress other) {
      return other instanceof Unix unix && path.equals(unix.path);
    }

    @Override
    public String difference() {
      return "path";
    }
  }

  /** A listening socket that brimd has from whoever started it. */
  record Inherited(int descriptor) implements ListenAddress {

    @Override
    public String text() {
      return "fd:" + descriptor;
    }

    @Override
    public boolean overlaps(ListenAddress other) {
      return other instanceof Inherited inherited && descriptor == inherited.descriptor;
    }

    @Override
    public String difference() {
      return "descriptor";
    }
  }

  /** No address at all: one request is read from standard input, as CGI. */
  record Stdin() implements ListenAddress {

    @Override
    public String text() {
      return "stdin";
    }

    @Override
    public boolean overlaps(ListenAddress other) {
      return other instanceof Stdin;
    }

    @Override
    public String difference() {
      return "configuration";
    }
  }
}
