package net.brim.server.logging;

/** How the writer thread learns that there is something to do. */
interface Wakeup {

  /** For a writer that is called by hand. */
  Wakeup NONE =
      new Wakeup() {
        @Override
        public void whenIdle() {}

        @Override
        public void now() {}
      };

  /** A line has come: wakes the thread unless it is at work or gathers lines. */
  void whenIdle();

  /** Wakes the thread even while it gathers lines. */
  void now();
}
