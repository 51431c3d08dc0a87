package net.brim.chaos.fault;

/** Nothing: what the machine itself does to the figures. */
record Quiet() implements Fault {

  @Override
  public String name() {
    return "none";
  }

  @Override
  public String expected() {
    return "all answered; the gap is that of the machine";
  }

  @Override
  public void strike(Scene scene, int round) {}
}
