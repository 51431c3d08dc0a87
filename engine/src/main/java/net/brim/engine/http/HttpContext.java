package net.brim.engine.http;

import net.brim.api.HttpApp;
import net.brim.api.JsonCodec;
import net.brim.api.Server;
import net.brim.api.Stats;
import org.slf4j.Logger;

/** What all requests of one HTTP server share. */
public record HttpContext(
    HttpApp app,
    HttpSettings settings,
    HttpCounters counters,
    RequestLog requestLog,
    Server server,
    Stats stats,
    JsonCodec json,
    Logger logger) {}
