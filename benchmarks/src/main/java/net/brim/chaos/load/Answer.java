package net.brim.chaos.load;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import net.brim.chaos.app.ChaosApp;

/**
 * A response.
 *
 * @param fields by their names in lower case; of several of one name, the last
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares answers
record Answer(int status, Map<String, String> fields, byte[] body) {

  /** The worker that gave it; 0 where it does not say so. */
  long pid() {
    return number(ChaosApp.PID);
  }

  /** The release of the app that gave it. */
  long release() {
    return number(ChaosApp.RELEASE);
  }

  /** Whether the server ends the connection after it. */
  boolean closes() {
    return fields.getOrDefault("connection", "").equalsIgnoreCase("close");
  }

  private long number(String field) {
    return Long.parseLong(fields.getOrDefault(field.toLowerCase(java.util.Locale.ROOT), "0"));
  }

  String text() {
    return new String(body, StandardCharsets.UTF_8);
  }
}
