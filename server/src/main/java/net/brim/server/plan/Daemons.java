package net.brim.server.plan;

import net.brim.api.AppFactory;
import net.brim.api.Daemon;
import net.brim.server.apps.DaemonSample;
import org.jspecify.annotations.Nullable;

/** Finds the daemons that {@code [daemons]} sections name. */
final class Daemons extends SoloApps<Daemon> {

  Daemons(AppLoader loader) {
    super(loader, Daemon.class, Daemon.Factory.class);
  }

  @Override
  @Nullable AppFactory<?, ? extends Daemon> builtIn(String className) {
    return className.equals(AppLoader.BUILT_IN + "DaemonSample") ? new DaemonSample() : null;
  }
}
