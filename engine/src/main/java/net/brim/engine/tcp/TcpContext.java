package net.brim.engine.tcp;

import java.time.Duration;
import java.util.function.Supplier;
import net.brim.api.JsonCodec;
import net.brim.api.Server;
import net.brim.api.Stats;
import net.brim.api.TcpApp;
import org.slf4j.Logger;

/**
 * What all connections of one server share.
 *
 * @param apps makes the app, and a fresh one when it has failed
 * @param timeout how long a connection waits for its client
 */
public record TcpContext(
    Supplier<? extends TcpApp> apps,
    Duration timeout,
    Server server,
    Stats stats,
    JsonCodec json,
    Logger logger) {}
