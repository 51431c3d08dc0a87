package net.brim.server.config;

/** Reads one {@code [tcp]} section; what else it holds is its app's. */
final class TcpSection {

  private TcpSection() {}

  static TcpSubserver read(Section section, Machine machine) {
    SharedOptions shared = SharedOptions.read(section, machine);
    if (section.conf().get(section.name(), "call", "").isBlank()) {
      section.problem("it has no `call =` with the class of its app");
    }
    if (!shared.addresses().isEmpty()
        && shared.addresses().getFirst() instanceof ListenAddress.Stdin) {
      section.problem(ListenOption.NAME, "expected no stdin, which stands for CGI");
    }
    return new TcpSubserver(
        section.name(),
        shared.addresses(),
        shared.backlog(),
        shared.workers(),
        shared.hubs(),
        shared.clientTimeout(),
        shared.concurrentPerWorker(),
        shared.tls(),
        shared.json(),
        shared.javaOptions(),
        shared.nice(),
        shared.limits(),
        shared.spares(),
        LogOptions.read(section, section.name()));
  }
}
