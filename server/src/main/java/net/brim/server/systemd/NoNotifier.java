package net.brim.server.systemd;

import java.time.Duration;

/** Tells nobody. */
final class NoNotifier implements Notifier {

  @Override
  public void ready() {}

  @Override
  public void reloading() {}

  @Override
  public void stopping(Duration atMost) {}

  @Override
  public void status(String line) {}

  @Override
  public void keep(String name, int descriptor) {}

  @Override
  public void forget(String name) {}

  @Override
  public long alive(long now) {
    return Long.MAX_VALUE;
  }

  @Override
  public void close() {}
}
