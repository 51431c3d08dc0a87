package net.brim.server.supervisor;

import java.time.Duration;
import java.util.List;
import net.brim.server.systemd.Notifier;

/** Writes down what it is told. */
record RecordingNotifier(List<String> told) implements Notifier {

  @Override
  public void ready() {
    told.add("ready");
  }

  @Override
  public void reloading() {
    told.add("reloading");
  }

  @Override
  public void stopping(Duration atMost) {
    told.add("stopping " + atMost);
  }

  @Override
  public void status(String line) {
    told.add("status " + line);
  }

  @Override
  public void keep(String name, int descriptor) {
    told.add("keep " + name + " " + descriptor);
  }

  @Override
  public void forget(String name) {
    told.add("forget " + name);
  }

  @Override
  public long alive(long now) {
    return Long.MAX_VALUE;
  }

  @Override
  public void close() {}
}
