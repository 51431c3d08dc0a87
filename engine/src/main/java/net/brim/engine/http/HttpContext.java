package net.brim.engine.http;

import net.brim.api.HttpApp;
import net.brim.api.JsonCodec;
import net.brim.api.Server;
import net.brim.api.Stats;
import net.brim.engine.threads.ThreadPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * What all requests of one HTTP server share.
 *
 * @param pool of the threads that the app runs on; null for the threads that read the requests
 * @param watch of the time that the app takes; null where it may take any
 */
public record HttpContext(
    HttpApp app,
    @Nullable ThreadPool pool,
    @Nullable CallWatch watch,
    HttpSettings settings,
    TrustedProxies proxies,
    HttpCounters counters,
    RequestLog requestLog,
    Server server,
    Stats stats,
    JsonCodec json,
    Logger logger) {}
