package net.brim.benchmarks.servers;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The bodies that every JVM server sends: byte arrays, handed over by the server's plainest call.
 *
 * <p>The document is built and serialised anew for each request, by the same few lines in each
 * server, so that servers are compared and not JSON libraries. Each process has a counter of its
 * own in it, which is what keeps it from being a constant.
 */
public final class Payloads {

  /** 13 bytes. */
  static final byte[] HELLO = "Hello World!\n".getBytes(StandardCharsets.US_ASCII);

  /** 100 KB of text. */
  static final byte[] LARGE =
      "All work and no play makes a dull server, says the proverb.\n123\n"
          .repeat(1600)
          .getBytes(StandardCharsets.US_ASCII);

  /** The largest body that an echo takes, in bytes. */
  static final int MAX_ECHO = 1 << 20;

  private static final int ITEMS = 11;
  private static final List<String> TAGS = List.of("new", "on \"sale\"");

  private static int requests;

  private Payloads() {}

  private record Item(int id, String name, int cents, boolean stocked, List<String> tags) {}

  /** A document of about 1 KB. Servers of several threads may count a request twice or not. */
  static byte[] json() {
    int id = 10_000_000 + requests++ % 80_000_000;
    var out = new StringBuilder(1100);
    out.append("{\"id\":").append(id).append(",\"items\":[");
    for (int i = 0; i < ITEMS; i++) {
      if (i > 0) {
        out.append(',');
      }
      write(new Item(id + i, "item " + i, 995 + i, i % 2 == 0, TAGS), out);
    }
    return out.append("]}").toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void write(Item item, StringBuilder out) {
    out.append("{\"id\":").append(item.id()).append(",\"name\":");
    write(item.name(), out);
    out.append(",\"cents\":").append(item.cents());
    out.append(",\"stocked\":").append(item.stocked()).append(",\"tags\":[");
    for (int i = 0; i < item.tags().size(); i++) {
      if (i > 0) {
        out.append(',');
      }
      write(item.tags().get(i), out);
    }
    out.append("]}");
  }

  private static void write(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ') {
        out.append("\\u00").append(Character.forDigit(c >> 4, 16));
        out.append(Character.forDigit(c & 15, 16));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }
}
