package net.brim.server.plan;

import net.brim.api.AppFactory;
import net.brim.api.UdpApp;
import net.brim.server.apps.UdpEcho;
import org.jspecify.annotations.Nullable;

/** Finds the apps of {@code [udp]} sections. */
final class UdpApps extends SoloApps<UdpApp> {

  UdpApps(AppLoader loader) {
    super(loader, UdpApp.class, UdpApp.Factory.class);
  }

  @Override
  @Nullable AppFactory<?, ? extends UdpApp> builtIn(String className) {
    return className.equals(AppLoader.BUILT_IN + "UdpEcho") ? new UdpEcho() : null;
  }
}
