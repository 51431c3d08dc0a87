package net.brim.server.control;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The statistics on the wire.
 *
 * <pre>
 *   data value⇥start_time⇥1796050000             a value of the server
 *   data group⇥wsgi                              what follows has values, or none
 *   data group⇥wsgi⇥0
 *   data value⇥wsgi⇥0⇥request_count⇥12           of a worker
 *   data value⇥wsgi⇥request_count⇥25             of all workers of a section
 * </pre>
 */
public final class StatsAnswer {

  /** The command that asks for them. */
  public static final String COMMAND = "stats";

  private static final String GROUP = "group";
  private static final String VALUE = "value";
  private static final int LARGEST_LONG_BITS = 63;

  private StatsAnswer() {}

  /** Sends statistics: numbers, and maps of them. */
  public static void write(Map<String, Object> stats, ControlReply reply) {
    stats.forEach((name, value) -> write(List.of(name), value, reply));
  }

  private static void write(List<String> path, Object value, ControlReply reply) {
    if (value instanceof Map<?, ?> group) {
      reply.data(with(GROUP, path).toArray());
      group.forEach((name, inner) -> {
        var longer = new ArrayList<>(path);
        longer.add(name.toString());
        write(longer, inner, reply);
      });
    } else {
      List<String> fields = with(VALUE, path);
      fields.add(value.toString());
      reply.data(fields.toArray());
    }
  }

  private static List<String> with(String kind, List<String> path) {
    var fields = new ArrayList<>(List.of(kind));
    fields.addAll(path);
    return fields;
  }

  /**
   * Of what was sent: the same maps, in the same order.
   *
   * @throws IllegalArgumentException where it is no statistics
   */
  public static Map<String, Object> parse(List<List<String>> lines) {
    var groups = new LinkedHashMap<List<String>, Map<String, Object>>();
    groups.put(List.of(), new LinkedHashMap<>());
    for (List<String> fields : lines) {
      if (fields.getFirst().equals(GROUP) && fields.size() > 1) {
        List<String> path = fields.subList(1, fields.size());
        var group = new LinkedHashMap<String, Object>();
        parent(groups, path).put(path.getLast(), group);
        groups.put(path, group);
      } else if (fields.getFirst().equals(VALUE) && fields.size() > 2) {
        List<String> path = fields.subList(1, fields.size() - 1);
        parent(groups, path).put(path.getLast(), number(fields.getLast()));
      }
    }
    return groups.firstEntry().getValue();
  }

  private static Map<String, Object> parent(
      Map<List<String>, Map<String, Object>> groups, List<String> path) {
    Map<String, Object> parent = groups.get(path.subList(0, path.size() - 1));
    if (parent == null) {
      throw new IllegalArgumentException("a value of no group: " + path);
    }
    return parent;
  }

  private static Object number(String text) {
    BigInteger number = new BigInteger(text);
    return number.bitLength() <= LARGEST_LONG_BITS ? (Object) number.longValue() : number;
  }
}
