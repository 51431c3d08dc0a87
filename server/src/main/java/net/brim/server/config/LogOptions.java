package net.brim.server.config;

import java.util.Locale;
import java.util.Set;
import net.brim.api.Conf;
import net.brim.api.Origin;
import org.jspecify.annotations.Nullable;

/** Reads the options that say what is logged, how and where. */
final class LogOptions {

  private static final Set<String> FACILITIES =
      Set.of(
          "KERN",
          "USER",
          "MAIL",
          "DAEMON",
          "AUTH",
          "SYSLOG",
          "LPR",
          "NEWS",
          "UUCP",
          "CRON",
          "AUTHPRIV",
          "FTP",
          "LOCAL0",
          "LOCAL1",
          "LOCAL2",
          "LOCAL3",
          "LOCAL4",
          "LOCAL5",
          "LOCAL6",
          "LOCAL7");
  private static final String TARGETS = "auto, syslog, stderr or file:PATH";
  private static final String FILE = "file:";

  private LogOptions() {}

  /**
   * Reads the log of one section.
   *
   * @param suffix what the name of the log ends with where it comes from {@code [brim]}
   */
  static LogSettings read(Section section, String suffix) {
    var reader = new SectionReader(section);
    return new LogSettings(
        name(section, suffix),
        reader.oneOf(
            "log_level", LogThreshold.INFO, "CRITICAL, ERROR, WARNING, NOTICE, INFO or DEBUG"),
        reader.convert(
            "log_facility", "LOCAL0", LogOptions::facility, "a syslog facility such as LOCAL0"),
        target(section, "log_to", new LogTarget.Auto()));
  }

  static AccessLogSettings readAccessLog(Section section, LogTarget otherwise) {
    var reader = new SectionReader(section);
    return new AccessLogSettings(
        reader.oneOf("access_log", AccessLogFormat.BRIM, "brim, combined, json or off"),
        target(section, "access_log_to", otherwise),
        reader.yesNo("log_headers", false),
        reader.yesNo("log_auth_tokens", false));
  }

  /** A name of the section's own is taken whole; the one of {@code [brim]} is only its start. */
  private static String name(Section section, String suffix) {
    String name = new SectionReader(section).word("log_name", "a name without blanks");
    if (name == null) {
      return "brim" + suffix;
    }
    return section.sets("log_name") ? name : name + suffix;
  }

  private static String facility(String text) {
    String name = text.toUpperCase(Locale.ROOT);
    if (!FACILITIES.contains(name)) {
      throw new IllegalArgumentException(text);
    }
    return name;
  }

  private static LogTarget target(Section section, String option, LogTarget otherwise) {
    Conf.Value value = section.value(option);
    Origin origin = value == null ? null : value.origin();
    return new SectionReader(section)
        .convert(option, otherwise, text -> target(text, origin), TARGETS);
  }

  private static LogTarget target(String text, @Nullable Origin origin) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "auto" -> new LogTarget.Auto();
      case "syslog" -> new LogTarget.Syslog();
      case "stderr" -> new LogTarget.Stderr();
      default -> file(text, origin);
    };
  }

  private static LogTarget file(String text, @Nullable Origin origin) {
    if (!text.startsWith(FILE)) {
      throw new IllegalArgumentException(text);
    }
    return new LogTarget.File(Conf.toPath(text.substring(FILE.length()), origin));
  }
}
