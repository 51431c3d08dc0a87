package net.brim.server.config;

import java.util.List;

/** Reads one {@code [udp]} section; what else it holds is its app's. */
final class UdpSection {

  private static final int MAX_DATAGRAM_SIZE = 65_536;

  /** Shared options without a meaning for datagrams. */
  private static final List<String> OF_CONNECTIONS =
      List.of(
          "backlog",
          "certfile",
          "client_ca",
          "client_cert",
          "client_timeout",
          "keyfile",
          "tls_adapter");

  private UdpSection() {}

  static UdpSubserver read(Section section, Machine machine) {
    for (String option : OF_CONNECTIONS) {
      section.rejectOwn(option, "it is for connections, and UDP has none, so leave it out");
    }
    SharedOptions shared = SharedOptions.read(section, machine);
    if (section.conf().get(section.name(), "call", "").isBlank()) {
      section.problem("it has no `call =` with the class of its app");
    }
    return new UdpSubserver(
        section.name(),
        shared.addresses(),
        shared.workers(),
        shared.hubs(),
        shared.concurrentPerWorker(),
        maxDatagramSize(section),
        shared.json(),
        shared.javaOptions(),
        shared.nice(),
        shared.limits(),
        shared.spares(),
        LogOptions.read(section, section.name()));
  }

  private static int maxDatagramSize(Section section) {
    String option = "max_datagram_size";
    long size =
        section.read(
            option,
            (long) MAX_DATAGRAM_SIZE,
            home -> section.conf().getSize(home, option, MAX_DATAGRAM_SIZE),
            value -> value >= 1 && value <= MAX_DATAGRAM_SIZE,
            "a size from 1 to 64k, which is more than any datagram has");
    return (int) size;
  }
}
