package net.brim.server.config;

/**
 * One app of a pipeline.
 *
 * @param name its section
 * @param call the class that makes it, as it was written
 */
public record AppSettings(String name, String call) {}
