package net.brim.server.config;

/**
 * How a process logs.
 *
 * @param name what the lines are tagged with
 * @param threshold the least grave level that is logged
 * @param facility the syslog facility in capitals, such as {@code LOCAL0}
 */
public record LogSettings(String name, LogThreshold threshold, String facility, LogTarget to) {}
