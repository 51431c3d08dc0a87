package net.brim.server.config;

/**
 * How requests are logged.
 *
 * @param to where the subserver's other lines go, unless the request log has a place of its own
 * @param headers whether the request's header fields follow each line
 * @param authTokens whether auth tokens are logged
 */
public record AccessLogSettings(
    AccessLogFormat format, LogTarget to, boolean headers, boolean authTokens) {}
