package net.brim.engine;

import java.util.List;
import java.util.function.Supplier;
import net.brim.api.TcpApp;
import net.brim.engine.hub.Hub;
import net.brim.engine.hub.Layer;
import net.brim.engine.hub.Protocol;
import org.slf4j.Logger;

/** A server whose connections an app serves as they are: bytes both ways. */
public final class TcpServer extends StreamServer {

  TcpServer(
      Protocol protocol,
      List<Layer> layers,
      List<Hub> hubs,
      Counting traffic,
      Limits limits,
      Logger logger) {
    super(protocol, layers, hubs, traffic, limits, logger);
  }

  /**
   * Starts to describe a server.
   *
   * @param apps makes the app that serves, and a fresh one when it has failed
   */
  public static TcpServerBuilder builder(Supplier<? extends TcpApp> apps) {
    return new TcpServerBuilder(apps);
  }
}
