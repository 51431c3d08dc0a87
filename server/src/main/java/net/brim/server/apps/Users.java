package net.brim.server.apps;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The users of a file, each with what bcrypt made of the password.
 *
 * <pre>
 *   # a comment
 *   alice:$2y$10$…      as htpasswd -B writes it
 *   bob   $2b$12$…      with white space between
 * </pre>
 */
final class Users {

  /** How a line ends: its second part is a version, a cost, and 53 characters. */
  private static final Pattern HASH = Pattern.compile("\\$2[aby]\\$(\\d\\d)\\$[./A-Za-z0-9]{53}");

  private static final Pattern SEPARATOR = Pattern.compile("[ \\t]*:[ \\t]*|[ \\t]+");

  /** With less, a hash is no protection; bcrypt knows none. */
  private static final int LEAST_COST = 4;

  /** With more, a single guess takes many seconds. */
  private static final int MOST_COST = 17;

  /** What an unknown user costs where there is no user at all: the default of most tools. */
  private static final int USUAL_COST = 10;

  private final Map<String, String> hashes = new HashMap<>();
  private final List<String> problems = new ArrayList<>();
  private final Remembered remembered = new Remembered();
  private int highestCost;

  private Users() {}

  /** Reads a file; what cannot be read lets nobody in. */
  static Users parse(byte[] file) {
    var users = new Users();
    // A character for each byte, because names are compared as the bytes that they are.
    String[] lines = new String(file, StandardCharsets.ISO_8859_1).split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      String line = lines[i].strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        users.add(i + 1, line);
      }
    }
    return users;
  }

  private void add(int number, String line) {
    String problem = problemWith(line);
    if (problem != null) {
      problems.add("line " + number + ": " + problem);
    }
  }

  /** Takes the user of a line, or says why not, without anything that the line holds. */
  private @Nullable String problemWith(String line) {
    Matcher separator = SEPARATOR.matcher(line);
    // With a colon, a name may have blanks.
    int colon = line.indexOf(':');
    boolean found = colon < 0 ? separator.find() : separator.find(blanksBefore(line, colon));
    if (!found || separator.start() == 0) {
      return "expected a name, a colon or white space, and a bcrypt hash";
    }
    String name = line.substring(0, separator.start());
    Matcher hash = HASH.matcher(line.substring(separator.end()));
    if (!hash.matches()) {
      return "what follows the name is no bcrypt hash ($2a$, $2b$ or $2y$)";
    }
    int cost = Integer.parseInt(hash.group(1));
    if (cost < LEAST_COST || cost > MOST_COST) {
      return "a cost of %d is not from %d to %d".formatted(cost, LEAST_COST, MOST_COST);
    }
    if (hashes.putIfAbsent(name, hash.group()) != null) {
      return "a line above has that name already";
    }
    highestCost = Math.max(highestCost, cost);
    return null;
  }

  private static int blanksBefore(String line, int end) {
    int start = end;
    while (start > 0 && (line.charAt(start - 1) == ' ' || line.charAt(start - 1) == '\t')) {
      start--;
    }
    return start;
  }

  /** What is wrong with the file, by line. */
  List<String> problems() {
    return List.copyOf(problems);
  }

  int size() {
    return hashes.size();
  }

  /** Those who were right before; gone when the file has changed. */
  Remembered remembered() {
    return remembered;
  }

  /**
   * Whether that is the user's password. Where it is not, the answer takes as long as the most
   * expensive line does, whether there is such a user or not.
   */
  boolean allow(Credentials credentials) {
    String hash = hashes.get(credentials.user());
    int most = highestCost == 0 ? USUAL_COST : highestCost;
    if (hash == null) {
      Bcrypt.spend(credentials.password(), most);
      return false;
    }
    if (Bcrypt.matches(credentials.password(), hash)) {
      return true;
    }
    // Each step of the cost doubles the time: c, then c, c + 1, … most - 1 is one of most.
    for (int cost = Bcrypt.cost(hash); cost < most; cost++) {
      Bcrypt.spend(credentials.password(), cost);
    }
    return false;
  }
}
