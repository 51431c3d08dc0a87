package net.brim.server.config;

import java.nio.file.Path;

/**
 * A configuration file that was not read, which alone is no problem.
 *
 * @param reason completes "FILE was not read: …"
 */
public record SkippedFile(Path file, String reason) {}
