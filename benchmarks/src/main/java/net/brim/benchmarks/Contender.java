package net.brim.benchmarks;

import java.util.List;

/**
 * A server to measure.
 *
 * @param start the command that runs it in the foreground, on the port that {@code url} names
 * @param load what wrk is told beyond connections and time
 */
record Contender(String name, List<String> start, String url, List<String> load) {}
