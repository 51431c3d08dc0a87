package net.brim.server.plan;

/**
 * The sockets of one address.
 *
 * @param unix whether they are unix sockets; else of an internet address: TCP, or UDP in a
 *     subserver of datagrams
 * @param count how many there are: one for each slot as a rule, or one for all
 */
public record SocketGroup(boolean unix, int count) {

  private static final String UNIX = "unix:";
  private static final String INET = "inet:";

  public SocketGroup {
    if (count < 1) {
      throw new IllegalArgumentException("a group of " + count + " sockets");
    }
  }

  /** Whether each slot has a socket of its own. */
  public boolean isSpread() {
    return count > 1;
  }

  /**
   * The socket that the worker of a slot accepts from until it is told otherwise. Where there are
   * more slots than sockets, some share one.
   */
  public int own(int slot) {
    return slot % count;
  }

  /** As a word of a command line, such as {@code inet:2}. */
  public String text() {
    return (unix ? UNIX : INET) + count;
  }

  /**
   * The group of such a word.
   *
   * @throws IllegalArgumentException where it is none
   */
  public static SocketGroup parse(String word) {
    boolean unix = word.startsWith(UNIX);
    if (!unix && !word.startsWith(INET)) {
      throw new IllegalArgumentException("no group of sockets: " + word);
    }
    return new SocketGroup(unix, Integer.parseInt(word.substring(word.indexOf(':') + 1)));
  }
}
