package net.brim.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import net.brim.engine.hub.Activity;

/**
 * How many connections are open, by what they are about.
 *
 * @param idle between two messages, or before the first
 * @param busy with a message or its answer
 * @param webSockets and other conversations without messages that are answered
 * @param multiplexed with streams of their own, as HTTP/2 has them
 * @param ending with all said, waiting for the peer to end them too
 */
public record OpenConnections(int idle, int busy, int webSockets, int multiplexed, int ending) {

  static OpenConnections of(Collection<Activity> activities) {
    return new OpenConnections(
        count(activities, Activity.IDLE),
        count(activities, Activity.MESSAGE),
        count(activities, Activity.CONVERSATION),
        count(activities, Activity.STREAMS),
        count(activities, Activity.END));
  }

  private static int count(Collection<Activity> activities, Activity activity) {
    return (int) activities.stream().filter(activity::equals).count();
  }

  /** Such as {@code 3 busy connections, 1 WebSocket}; empty where there are none. */
  public String describe() {
    var kinds = new ArrayList<String>();
    add(kinds, busy, "busy connection", "");
    add(kinds, webSockets, "WebSocket", "");
    add(kinds, multiplexed, "HTTP/2 connection", "");
    add(kinds, idle, "idle connection", "");
    add(kinds, ending, "connection", " whose client does not close");
    return String.join(", ", kinds);
  }

  private static void add(List<String> kinds, int count, String kind, String more) {
    if (count > 0) {
      kinds.add(count + " " + kind + (count == 1 ? "" : "s") + more);
    }
  }
}
