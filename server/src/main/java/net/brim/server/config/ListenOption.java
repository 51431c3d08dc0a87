package net.brim.server.config;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.brim.api.Conf;
import net.brim.api.Origin;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code listen}, a list of words quoted as in a shell:
 *
 * <pre>
 *   [tcp:]HOST:PORT   [tcp:][IPV6]:PORT   [tcp:]*:PORT   [unix:]PATH[(MODE)]   fd:NUMBER   stdin
 *   [udp:]HOST:PORT   [udp:][IPV6]:PORT   [udp:]*:PORT                         in [udp] sections
 * </pre>
 *
 * <p>Without {@code unix:}, a path has a slash or a mode.
 */
final class ListenOption {

  static final String NAME = "listen";
  private static final String ADMIN = "admin";

  /** The permissions of the admin socket, where none are given. */
  private static final int ADMIN_MODE = 0600;

  private static final String EXPECTED =
      "expected HOST:PORT, [IPV6]:PORT, *:PORT, a path with a slash, unix:PATH or fd:NUMBER";
  private static final String EXPECTED_OF_DATAGRAMS =
      "expected HOST:PORT, [IPV6]:PORT or *:PORT, with or without udp: before it";
  private static final Pattern WITH_MODE = Pattern.compile("(.*)\\(([^()]*)\\)");
  private static final Pattern OTHER_KIND = Pattern.compile("^(?:tcp|unix|fd):|/|\\)$");
  private static final Pattern MODE = Pattern.compile("0?[0-7]{1,3}");
  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

  private final Section section;
  private final String name;
  private final @Nullable Origin origin;
  private boolean right = true;

  private ListenOption(Section section, String name) {
    this.section = section;
    this.name = name;
    Conf.Value value = section.value(name);
    this.origin = value == null ? null : value.origin();
  }

  /** The addresses; none where the option is not set, empty or wrong. */
  static List<ListenAddress> read(Section section) {
    var option = new ListenOption(section, NAME);
    List<ListenAddress> addresses = option.addresses();
    return option.right ? addresses : List.of();
  }

  /** The one address of {@code admin}, a port or a path; null where it is not set, or wrong. */
  static @Nullable ListenAddress admin(Section section) {
    List<ListenAddress> addresses = new ListenOption(section, ADMIN).addresses();
    if (section.value(ADMIN) == null || !section.isRight(ADMIN)) {
      return null;
    }
    if (addresses.size() == 1 && addresses.getFirst() instanceof ListenAddress.Tcp tcp) {
      return tcp;
    }
    if (addresses.size() == 1 && addresses.getFirst() instanceof ListenAddress.Unix unix) {
      return new ListenAddress.Unix(unix.path(), OptionalInt.of(unix.mode().orElse(ADMIN_MODE)));
    }
    section.problem(ADMIN, "expected one address, HOST:PORT or a path with a slash");
    return null;
  }

  private List<ListenAddress> addresses() {
    var addresses = new ArrayList<ListenAddress>();
    String expected = "addresses, separated by blanks and quoted as in a shell";
    for (String word : new SectionReader(section).words(name, words -> true, expected)) {
      try {
        add(addresses, address(word));
      } catch (IllegalArgumentException e) {
        problem("`" + word + "`: " + e.getMessage());
      }
    }
    if (addresses.size() > 1 && addresses.contains(new ListenAddress.Stdin())) {
      problem("`stdin` gives one request, so there can be no other address");
    }
    return addresses;
  }

  private void add(List<ListenAddress> addresses, ListenAddress address) {
    for (ListenAddress other : addresses) {
      if (other.overlaps(address)) {
        problem(
            "`%s` and `%s` cannot both be: one takes the connections of the other"
                .formatted(other.text(), address.text()));
        return;
      }
    }
    addresses.add(address);
  }

  private void problem(String what) {
    right = false;
    section.problem(name, what);
  }

  private ListenAddress address(String word) {
    if (word.endsWith(",")) {
      throw new IllegalArgumentException("addresses are separated by blanks, not by commas");
    }
    if (section.getsDatagrams()) {
      return udp(word);
    }
    if (word.equals("stdin")) {
      return new ListenAddress.Stdin();
    }
    if (word.startsWith("fd:")) {
      return inherited(word.substring(3));
    }
    if (word.startsWith("tcp:")) {
      return tcp(word.substring(4));
    }
    if (word.startsWith("unix:")) {
      return unix(word.substring(5));
    }
    return word.contains("/") || word.endsWith(")") ? unix(word) : tcp(word);
  }

  private static ListenAddress inherited(String number) {
    if (!NUMBER.matcher(number).matches()) {
      throw new IllegalArgumentException("expected the number of a descriptor after fd:");
    }
    return new ListenAddress.Inherited(Integer.parseInt(number));
  }

  private static ListenAddress tcp(String text) {
    int colon = colon(text, EXPECTED);
    return new ListenAddress.Tcp(host(text.substring(0, colon)), port(text.substring(colon + 1)));
  }

  private static ListenAddress udp(String word) {
    if (OTHER_KIND.matcher(word).find()) {
      throw new IllegalArgumentException(EXPECTED_OF_DATAGRAMS);
    }
    String text = word.startsWith("udp:") ? word.substring(4) : word;
    int colon = colon(text, EXPECTED_OF_DATAGRAMS);
    return new ListenAddress.Udp(host(text.substring(0, colon)), port(text.substring(colon + 1)));
  }

  private static int colon(String text, String expected) {
    int colon = text.lastIndexOf(':');
    if (colon < 0 || text.endsWith("]")) {
      throw new IllegalArgumentException(expected);
    }
    return colon;
  }

  private static String host(String text) {
    boolean brackets = text.startsWith("[") && text.endsWith("]");
    String host = brackets ? text.substring(1, text.length() - 1) : text;
    if (host.contains(":") && !brackets) {
      throw new IllegalArgumentException("expected [ and ] around an IPv6 address");
    }
    try {
      if (!brackets || host.contains(":")) {
        return Host.check(host);
      }
    } catch (IllegalArgumentException e) {
      // said below
    }
    throw new IllegalArgumentException(
        brackets
            ? "expected an IPv6 address between the brackets"
            : "expected an IP address, a host name or * before the port");
  }

  private static int port(String text) {
    try {
      return Numbers.inRange(Integer.parseInt(text), 1, 65535);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("expected a port from 1 to 65535 at its end", e);
    }
  }

  private ListenAddress unix(String text) {
    Matcher withMode = WITH_MODE.matcher(text);
    return withMode.matches()
        ? new ListenAddress.Unix(path(withMode.group(1)), mode(withMode.group(2)))
        : new ListenAddress.Unix(path(text), OptionalInt.empty());
  }

  private static OptionalInt mode(String text) {
    if (!MODE.matcher(text).matches()) {
      throw new IllegalArgumentException("expected permissions in octal, such as (0660)");
    }
    return OptionalInt.of(Integer.parseInt(text, 8));
  }

  private Path path(String text) {
    Path path = Conf.toPath(text, origin);
    int length = path.toString().getBytes(StandardCharsets.UTF_8).length;
    if (length > ListenAddress.Unix.LONGEST) {
      throw new IllegalArgumentException(
          "%s has %d bytes, and the path of a socket at most %d"
              .formatted(path, length, ListenAddress.Unix.LONGEST));
    }
    return path;
  }
}
