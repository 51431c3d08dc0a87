package net.brim.api;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a body (RFC 9110, section 14.1.2).
 *
 * @param first index of its first byte
 * @param last index of its last byte
 */
record ByteRange(long first, long last) {

  /** How many ranges one request may ask for. */
  static final int MOST = 16;

  /** How many of them may begin before another has ended. */
  static final int MOST_OVERLAPPING = 2;

  ByteRange {
    if (first < 0 || last < first) {
      throw new IllegalArgumentException("a range from " + first + " to " + last);
    }
  }

  long length() {
    return last - first + 1;
  }

  /** As {@code Content-Range} shows it. */
  String of(long whole) {
    return "bytes " + first + '-' + last + '/' + whole;
  }

  /**
   * The parts of a body that a {@code Range} field asks for, in the order of the field; ascending
   * and merged where some overlap.
   *
   * @param whole the length of the body in bytes
   * @return null where the field is to be ignored, because it is malformed or of another unit;
   *     empty where it asks for nothing that is there, or for more ranges than is reasonable
   */
  static @Nullable List<ByteRange> parse(String field, long whole) {
    if (!field.regionMatches(true, 0, "bytes=", 0, 6)) {
      return null;
    }
    var ranges = new ArrayList<ByteRange>();
    int count = 0;
    for (String element : field.substring(6).split(",", -1)) {
      String spec = element.strip();
      if (!spec.isEmpty()) {
        int dash = spec.indexOf('-');
        long first = dash < 0 ? -1 : number(spec.substring(0, dash));
        long last = dash < 0 ? -1 : number(spec.substring(dash + 1));
        if (dash < 0 || !isRange(spec, dash, first, last)) {
          return null;
        }
        if (whole == 0 && dash == 0 && last > 0) {
          return null; // The last bytes of nothing are all of it, and no range could say so.
        }
        count++;
        ByteRange range = dash == 0 ? suffix(last, whole) : from(first, last, whole);
        if (range != null) {
          ranges.add(range);
        }
      }
    }
    if (count == 0) {
      return null;
    }
    return count > MOST ? List.of() : apart(ranges);
  }

  /** Whether {@code 1-2}, {@code 1-} or {@code -2} stands there. */
  private static boolean isRange(String spec, int dash, long first, long last) {
    if (dash == 0) {
      return last >= 0;
    }
    boolean open = dash == spec.length() - 1;
    return first >= 0 && (open || last >= first);
  }

  private static @Nullable ByteRange suffix(long length, long whole) {
    return length == 0 ? null : new ByteRange(Math.max(0, whole - length), whole - 1);
  }

  private static @Nullable ByteRange from(long first, long last, long whole) {
    if (first >= whole) {
      return null;
    }
    return new ByteRange(first, last < 0 ? whole - 1 : Math.min(last, whole - 1));
  }

  /** The ranges with none that overlaps another; none at all where too many do. */
  private static List<ByteRange> apart(List<ByteRange> ranges) {
    var sorted = new ArrayList<>(ranges);
    sorted.sort(Comparator.comparingLong(ByteRange::first));
    var merged = new ArrayList<ByteRange>();
    for (ByteRange range : sorted) {
      ByteRange before = merged.isEmpty() ? null : merged.getLast();
      if (before == null || range.first > before.last) {
        merged.add(range);
      } else {
        merged.removeLast();
        merged.add(new ByteRange(before.first, Math.max(before.last, range.last)));
      }
    }
    int overlapping = ranges.size() - merged.size();
    if (overlapping > MOST_OVERLAPPING) {
      return List.of();
    }
    return overlapping == 0 ? ranges : merged;
  }

  /** The value of decimal digits, at most {@link Long#MAX_VALUE}; -1 where it is no number. */
  private static long number(String digits) {
    long value = digits.isEmpty() ? -1 : 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value > (Long.MAX_VALUE - digit) / 10 ? Long.MAX_VALUE : value * 10 + digit;
    }
    return value;
  }
}
