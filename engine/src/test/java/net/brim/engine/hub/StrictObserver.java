package net.brim.engine.hub;

/** Counts nothing, and has every failure of a protocol be one of the test. */
public final class StrictObserver implements Observer {

  @Override
  public void read(long bytes) {}

  @Override
  public void written(long bytes) {}

  @Override
  public void closed() {}

  @Override
  public void failed(Connection connection, Throwable failure) {
    throw new AssertionError(failure);
  }
}
