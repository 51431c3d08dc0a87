package net.brim.api;

import org.slf4j.Marker;
import org.slf4j.MarkerFactory;

/**
 * The two levels of a Brim log that SLF4J lacks, as markers: {@code logger.warn(LogLevel.CRITICAL,
 * …)} logs at CRITICAL and {@code logger.info(LogLevel.NOTICE, …)} at NOTICE, which lies between
 * INFO and WARNING.
 */
public final class LogLevel {

  /** The service cannot go on as it is. */
  public static final Marker CRITICAL = MarkerFactory.getMarker("CRITICAL");

  /** A normal event of note: every request is logged at this level. */
  public static final Marker NOTICE = MarkerFactory.getMarker("NOTICE");

  private LogLevel() {}
}
