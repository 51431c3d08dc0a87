package net.brim.server.config;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that was meant by one that is not known. */
public final class Spelling {

  private Spelling() {}

  /** Says that {@code name} is not known, with the nearest name that is. */
  static String unknown(String kind, String name, Collection<String> known) {
    return nearest(name, known)
        .map(near -> "unknown %s, did you mean `%s`?".formatted(kind, near))
        .orElse("unknown " + kind);
  }

  /** The most similar name, where at least two thirds of the characters are the same. */
  public static Optional<String> nearest(String name, Collection<String> known) {
    String lower = name.toLowerCase(Locale.ROOT);
    return known.stream()
        .filter(other -> distance(lower, other) <= Math.max(1, other.length() / 3))
        .min(
            Comparator.comparingInt((String other) -> distance(lower, other))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** How many characters must be added, removed, replaced or swapped with the next. */
  static int distance(String a, String b) {
    int[][] edits = new int[a.length() + 1][b.length() + 1];
    Arrays.setAll(edits[0], j -> j);
    for (int i = 1; i <= a.length(); i++) {
      edits[i][0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = edits[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        edits[i][j] = Math.min(replaced, 1 + Math.min(edits[i - 1][j], edits[i][j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          edits[i][j] = Math.min(edits[i][j], edits[i - 2][j - 2] + 1);
        }
      }
    }
    return edits[a.length()][b.length()];
  }
}
