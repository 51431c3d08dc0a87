package net.brim.server.cli;

import java.util.List;

/** Rows of texts, of which each column is as wide as its widest. */
record TextTable(List<List<String>> rows) {

  /** The lines of the table. */
  List<String> lines() {
    int[] widths = new int[rows.stream().mapToInt(List::size).max().orElse(0)];
    for (List<String> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private static String line(List<String> row, int[] widths) {
    var line = new StringBuilder();
    for (int i = 0; i < row.size(); i++) {
      line.append(row.get(i)).repeat(" ", widths[i] - row.get(i).length() + 2);
    }
    return line.toString().stripTrailing();
  }
}
