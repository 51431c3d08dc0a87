package net.brim.server.config;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Splits a list as a shell does: at white space that is neither within single or double quotes nor
 * after a backslash. Nothing is substituted.
 */
final class ShellWords {

  private final String text;
  private final List<String> words = new ArrayList<>();
  private @Nullable StringBuilder word;
  private int at;

  private ShellWords(String text) {
    this.text = text;
  }

  /**
   * The words, without their quotes.
   *
   * @throws IllegalArgumentException where a quote does not end
   */
  static List<String> split(String text) {
    var splitter = new ShellWords(text);
    while (splitter.at < text.length()) {
      splitter.step(text.charAt(splitter.at++));
    }
    splitter.end();
    return splitter.words;
  }

  private void step(char c) {
    if (Blanks.isBlank(c)) {
      end();
    } else if (c == '\'' || c == '"') {
      quoted(c);
    } else {
      word().append(c == '\\' ? next("a backslash ends the list") : c);
    }
  }

  private void quoted(char quote) {
    StringBuilder into = word();
    String unended = "no closing " + quote;
    for (char c = next(unended); c != quote; c = next(unended)) {
      if (c == '\\' && quote == '"' && isEscapable()) {
        into.append(next(unended));
      } else {
        into.append(c);
      }
    }
  }

  /** Within double quotes a backslash is one unless it stands before these. */
  private boolean isEscapable() {
    return text.startsWith("\"", at) || text.startsWith("\\", at);
  }

  private char next(String otherwise) {
    if (at == text.length()) {
      throw new IllegalArgumentException(otherwise);
    }
    return text.charAt(at++);
  }

  private StringBuilder word() {
    if (word == null) {
      word = new StringBuilder();
    }
    return word;
  }

  private void end() {
    if (word != null) {
      words.add(word.toString());
      word = null;
    }
  }
}
