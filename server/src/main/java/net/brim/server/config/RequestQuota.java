package net.brim.server.config;

/**
 * How many requests a worker may answer before it is replaced.
 *
 * @param most {@link #NO_LIMIT} for any number
 * @param jitter up to so many more, so that workers are not replaced all at once
 */
public record RequestQuota(long most, long jitter) {

  /** Stands for any number. */
  public static final long NO_LIMIT = Long.MAX_VALUE;

  static RequestQuota read(SectionReader reader) {
    return new RequestQuota(
        reader.count("max_requests", 1, NO_LIMIT), reader.count("max_requests_jitter", 0, 0));
  }

  /** Whether there is a limit. */
  public boolean isSet() {
    return most != NO_LIMIT;
  }
}
