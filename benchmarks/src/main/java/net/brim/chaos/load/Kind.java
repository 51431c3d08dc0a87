package net.brim.chaos.load;

/** The kinds of clients. */
public enum Kind {
  /** Each request has a connection of its own; they come at a steady pace, whatever is answered. */
  ONE_CONNECTION("one connection a request"),
  KEEP_ALIVE("keep-alive"),
  PIPELINED("pipelined"),
  UPLOAD("slow uploads"),
  WEBSOCKET("WebSockets"),
  LONG_POLL("long polls"),
  /** Keep-alive connections on which nothing happens while a fault does. */
  IDLE("idle keep-alive");

  private final String title;

  Kind(String title) {
    this.title = title;
  }

  /** For people. */
  public String title() {
    return title;
  }
}
