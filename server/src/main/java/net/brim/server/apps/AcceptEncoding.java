package net.brim.server.apps;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import net.brim.api.Headers;
import org.jspecify.annotations.Nullable;

/**
 * What a client says of codings: the weights, from 0 (not acceptable) to 1000, that {@code
 * Accept-Encoding} gives (RFC 9110, section 12.5.3).
 *
 * <p>An element that cannot be read counts as if it were not there.
 */
final class AcceptEncoding {

  private static final int UNNAMED = -1;

  private final List<String> fields;

  private AcceptEncoding(List<String> fields) {
    this.fields = fields;
  }

  static AcceptEncoding of(Headers headers) {
    return new AcceptEncoding(headers.all("Accept-Encoding"));
  }

  /**
   * The coding to use: of those that are acceptable and no worse than none at all, the one that the
   * client likes best, and of equal ones the first.
   *
   * @param usable asked only of those that the client would like
   * @return null where the response is to be sent as it is
   */
  @Nullable Coding choose(List<Coding> ours, Predicate<Coding> usable) {
    Coding chosen = null;
    int best = worst() - 1;
    for (Coding coding : ours) {
      int weight = weightOf(coding.token());
      if (weight > best && usable.test(coding)) {
        chosen = coding;
        best = weight;
      }
    }
    return chosen;
  }

  /**
   * Those of our codings that would do no worse than none at all, as {@link #choose} orders them.
   */
  List<String> inOrder(List<String> ours) {
    int worst = worst();
    return ours.stream()
        .filter(token -> weightOf(token) >= worst)
        .sorted(Comparator.comparingInt(this::weightOf).reversed())
        .toList();
  }

  /** The least weight at which a coding is as good as none. */
  private int worst() {
    return Math.max(1, weight("identity"));
  }

  /** Whether a response as it is would not do. */
  boolean refusesIdentity() {
    int own = weight("identity");
    return own == 0 || (own == UNNAMED && weight("*") == 0);
  }

  private int weightOf(String token) {
    int own = weight(token);
    if (own == UNNAMED && token.equals("gzip")) {
      own = weight("x-gzip"); // its name of old (RFC 9110, section 8.4.1.3)
    }
    return own == UNNAMED ? weight("*") : own;
  }

  /** The weight that is given to that name, or {@link #UNNAMED}. */
  private int weight(String name) {
    for (String field : fields) {
      for (String element : field.split(",", -1)) {
        int semicolon = element.indexOf(';');
        String token = semicolon < 0 ? element : element.substring(0, semicolon);
        if (token.strip().equalsIgnoreCase(name)) {
          int weight = semicolon < 0 ? 1000 : weightIn(element.substring(semicolon + 1).strip());
          if (weight >= 0) {
            return weight;
          }
        }
      }
    }
    return UNNAMED;
  }

  /** Of {@code q=0.5}; -1 where it is none (RFC 9110, section 12.4.2). */
  private static int weightIn(String parameter) {
    String text = parameter.toLowerCase(Locale.ROOT);
    if (!text.matches("q=(0(\\.[0-9]{0,3})?|1(\\.0{0,3})?)")) {
      return -1;
    }
    int weight = text.charAt(2) == '1' ? 1000 : 0;
    for (int i = 4, unit = 100; i < text.length(); i++, unit /= 10) {
      weight += (text.charAt(i) - '0') * unit;
    }
    return weight;
  }
}
