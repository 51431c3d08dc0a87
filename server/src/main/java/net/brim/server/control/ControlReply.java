package net.brim.server.control;

/**
 * The answer to a command, line by line while the command is carried out. No call waits for the
 * client, and all may come from any thread; where the client has gone, they do nothing.
 */
public interface ControlReply {

  /** Lines for the person who gave the command. */
  void out(String text);

  /** Lines about what is wrong. */
  void err(String text);

  /** A line for the program that gave the command. */
  void data(Object... fields);

  /**
   * The end of the answer.
   *
   * @param status the exit status of the command line: 0 where all is well, 2 for a command that is
   *     none
   */
  void done(int status);

  /** For a change that nobody waits for, such as one that a signal asks for. */
  static ControlReply nobody() {
    return new ControlReply() {
      @Override
      public void out(String text) {}

      @Override
      public void err(String text) {}

      @Override
      public void data(Object... fields) {}

      @Override
      public void done(int status) {}
    };
  }
}
