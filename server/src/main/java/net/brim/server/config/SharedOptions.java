package net.brim.server.config;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import net.brim.engine.http.HttpSettings;
import org.jspecify.annotations.Nullable;

/** The options of a subserver for which {@code [brim]} may hold the default, save its log. */
record SharedOptions(
    List<ListenAddress> addresses,
    int backlog,
    int workers,
    int hubs,
    Duration clientTimeout,
    int concurrentPerWorker,
    TlsOptions tls,
    @Nullable String json,
    List<String> javaOptions,
    OptionalInt nice,
    WorkerLimits limits,
    int spares) {

  private static final int MOST_SPARES = 64;

  static SharedOptions read(Section section, Machine machine) {
    var reader = new SectionReader(section);
    int workers =
        reader.convert(
            "workers", 1, text -> workers(text, machine), "a whole number, 1 or more, or auto");
    return new SharedOptions(
        addresses(section, reader),
        reader.number("backlog", 1, Integer.MAX_VALUE, 4096),
        workers,
        reader.number("hubs", 1, Integer.MAX_VALUE, Math.max(1, machine.cores() / workers)),
        reader.timeout("client_timeout", HttpSettings.DEFAULT.timeout()),
        reader.number(
            "concurrent_per_worker", 1, Integer.MAX_VALUE, HttpSettings.DEFAULT.maxConnections()),
        TlsOptions.read(section),
        reader.word("json", "the name of a Java class"),
        reader.words("java_options", SharedOptions::areFlags, "flags of the java command"),
        reader.convert(
            "nice", OptionalInt.empty(), SharedOptions::nice, "a whole number from -20 to 19"),
        WorkerLimits.read(reader),
        reader.number("spares", 0, MOST_SPARES, 0));
  }

  /** What is nearest counts: an address of the subserver's own is not for {@code listen} of all. */
  private static List<ListenAddress> addresses(Section section, SectionReader reader) {
    String host = reader.convert("ip", "*", Host::check, "an IP address, a host name, or *");
    int port = reader.number("port", 1, 65535, 80);
    ListenAddress single =
        section.getsDatagrams()
            ? new ListenAddress.Udp(host, port)
            : new ListenAddress.Tcp(host, port);
    if (section.value(ListenOption.NAME) == null) {
      return List.of(single);
    }
    List<ListenAddress> listen = ListenOption.read(section);
    boolean nearer =
        !section.sets(ListenOption.NAME)
            && (section.setsItself("ip") || section.setsItself("port"));
    return listen.isEmpty() || nearer ? List.of(single) : listen;
  }

  private static int workers(String text, Machine machine) {
    if (text.toLowerCase(Locale.ROOT).equals("auto")) {
      return machine.cores();
    }
    return Numbers.inRange(Integer.parseInt(text), 1, Integer.MAX_VALUE);
  }

  private static OptionalInt nice(String text) {
    return OptionalInt.of(Numbers.inRange(Integer.parseInt(text), -20, 19));
  }

  /** A word that is no flag would be taken for the main class, unless a flag before it wants it. */
  private static boolean areFlags(List<String> words) {
    boolean wanted = false;
    for (String word : words) {
      if (!wanted && !word.startsWith("-")) {
        return false;
      }
      wanted = word.startsWith("--") && !word.contains("=");
    }
    return true;
  }
}
