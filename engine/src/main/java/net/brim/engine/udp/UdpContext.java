package net.brim.engine.udp;

import java.util.function.Supplier;
import net.brim.api.JsonCodec;
import net.brim.api.Server;
import net.brim.api.Stats;
import net.brim.api.UdpApp;
import org.slf4j.Logger;

/**
 * What all datagrams of one server share.
 *
 * @param apps makes the app, and a fresh one when it has failed
 * @param most datagrams in work at once
 */
public record UdpContext(
    Supplier<? extends UdpApp> apps,
    int most,
    UdpCounters counters,
    Server server,
    Stats stats,
    JsonCodec json,
    Logger logger) {}
