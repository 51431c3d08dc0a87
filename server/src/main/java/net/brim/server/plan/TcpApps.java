package net.brim.server.plan;

import net.brim.api.AppFactory;
import net.brim.api.TcpApp;
import net.brim.server.apps.TcpEcho;
import org.jspecify.annotations.Nullable;

/** Finds the apps of {@code [tcp]} sections. */
final class TcpApps extends SoloApps<TcpApp> {

  TcpApps(AppLoader loader) {
    super(loader, TcpApp.class, TcpApp.Factory.class);
  }

  @Override
  @Nullable AppFactory<?, ? extends TcpApp> builtIn(String className) {
    return className.equals(AppLoader.BUILT_IN + "TcpEcho") ? new TcpEcho() : null;
  }
}
