package net.brim.api;

import org.jspecify.annotations.Nullable;

/**
 * An HTTP status: a code from 100 to 999 and its reason phrase (RFC 9110, section 15).
 *
 * @param code the three digits
 * @param reason the English phrase; it only informs
 */
public record Status(int code, String reason) {

  /** The constants below, by their codes. */
  private static final @Nullable Status[] KNOWN = new Status[600];

  public static final Status CONTINUE = known(100, "Continue");
  public static final Status SWITCHING_PROTOCOLS = known(101, "Switching Protocols");
  public static final Status PROCESSING = known(102, "Processing");
  public static final Status EARLY_HINTS = known(103, "Early Hints");
  public static final Status OK = known(200, "OK");
  public static final Status CREATED = known(201, "Created");
  public static final Status ACCEPTED = known(202, "Accepted");
  public static final Status NON_AUTHORITATIVE_INFORMATION =
      known(203, "Non-Authoritative Information");
  public static final Status NO_CONTENT = known(204, "No Content");
  public static final Status RESET_CONTENT = known(205, "Reset Content");
  public static final Status PARTIAL_CONTENT = known(206, "Partial Content");
  public static final Status MULTI_STATUS = known(207, "Multi-Status");
  public static final Status ALREADY_REPORTED = known(208, "Already Reported");
  public static final Status IM_USED = known(226, "IM Used");
  public static final Status MULTIPLE_CHOICES = known(300, "Multiple Choices");
  public static final Status MOVED_PERMANENTLY = known(301, "Moved Permanently");
  public static final Status FOUND = known(302, "Found");
  public static final Status SEE_OTHER = known(303, "See Other");
  public static final Status NOT_MODIFIED = known(304, "Not Modified");
  public static final Status USE_PROXY = known(305, "Use Proxy");
  public static final Status TEMPORARY_REDIRECT = known(307, "Temporary Redirect");
  public static final Status PERMANENT_REDIRECT = known(308, "Permanent Redirect");
  public static final Status BAD_REQUEST = known(400, "Bad Request");
  public static final Status UNAUTHORIZED = known(401, "Unauthorized");
  public static final Status PAYMENT_REQUIRED = known(402, "Payment Required");
  public static final Status FORBIDDEN = known(403, "Forbidden");
  public static final Status NOT_FOUND = known(404, "Not Found");
  public static final Status METHOD_NOT_ALLOWED = known(405, "Method Not Allowed");
  public static final Status NOT_ACCEPTABLE = known(406, "Not Acceptable");
  public static final Status PROXY_AUTHENTICATION_REQUIRED =
      known(407, "Proxy Authentication Required");
  public static final Status REQUEST_TIMEOUT = known(408, "Request Timeout");
  public static final Status CONFLICT = known(409, "Conflict");
  public static final Status GONE = known(410, "Gone");
  public static final Status LENGTH_REQUIRED = known(411, "Length Required");
  public static final Status PRECONDITION_FAILED = known(412, "Precondition Failed");
  public static final Status CONTENT_TOO_LARGE = known(413, "Content Too Large");
  public static final Status URI_TOO_LONG = known(414, "URI Too Long");
  public static final Status UNSUPPORTED_MEDIA_TYPE = known(415, "Unsupported Media Type");
  public static final Status RANGE_NOT_SATISFIABLE = known(416, "Range Not Satisfiable");
  public static final Status EXPECTATION_FAILED = known(417, "Expectation Failed");
  public static final Status MISDIRECTED_REQUEST = known(421, "Misdirected Request");
  public static final Status UNPROCESSABLE_CONTENT = known(422, "Unprocessable Content");
  public static final Status LOCKED = known(423, "Locked");
  public static final Status FAILED_DEPENDENCY = known(424, "Failed Dependency");
  public static final Status TOO_EARLY = known(425, "Too Early");
  public static final Status UPGRADE_REQUIRED = known(426, "Upgrade Required");
  public static final Status PRECONDITION_REQUIRED = known(428, "Precondition Required");
  public static final Status TOO_MANY_REQUESTS = known(429, "Too Many Requests");
  public static final Status HEADER_FIELDS_TOO_LARGE =
      known(431, "Request Header Fields Too Large");
  public static final Status UNAVAILABLE_FOR_LEGAL_REASONS =
      known(451, "Unavailable For Legal Reasons");
  public static final Status INTERNAL_SERVER_ERROR = known(500, "Internal Server Error");
  public static final Status NOT_IMPLEMENTED = known(501, "Not Implemented");
  public static final Status BAD_GATEWAY = known(502, "Bad Gateway");
  public static final Status SERVICE_UNAVAILABLE = known(503, "Service Unavailable");
  public static final Status GATEWAY_TIMEOUT = known(504, "Gateway Timeout");
  public static final Status HTTP_VERSION_NOT_SUPPORTED = known(505, "HTTP Version Not Supported");
  public static final Status VARIANT_ALSO_NEGOTIATES = known(506, "Variant Also Negotiates");
  public static final Status INSUFFICIENT_STORAGE = known(507, "Insufficient Storage");
  public static final Status LOOP_DETECTED = known(508, "Loop Detected");
  public static final Status NOT_EXTENDED = known(510, "Not Extended");
  public static final Status NETWORK_AUTHENTICATION_REQUIRED =
      known(511, "Network Authentication Required");

  public Status {
    if (code < 100 || code > 999) {
      throw new IllegalArgumentException("status " + code + " is not from 100 to 999");
    }
    for (int i = 0; i < reason.length(); i++) {
      if (reason.charAt(i) < ' ' || reason.charAt(i) > '~') {
        throw new IllegalArgumentException("reason of status " + code + " is not plain ASCII");
      }
    }
  }

  private static Status known(int code, String reason) {
    Status status = new Status(code, reason);
    KNOWN[code] = status;
    return status;
  }

  /**
   * The status of that code, with its reason phrase; one that nobody has registered has none.
   *
   * @throws IllegalArgumentException where the code is not from 100 to 999
   */
  public static Status of(int code) {
    Status known = code >= 0 && code < KNOWN.length ? KNOWN[code] : null;
    return known == null ? new Status(code, "") : known;
  }

  /** Whether a response of this status can have a body (RFC 9110, section 6.4.1). */
  boolean hasBody() {
    return code >= 200 && code != 204 && code != 205 && code != 304;
  }

  /** The code and the reason, as a status line shows them: {@code 404 Not Found}. */
  @Override
  public String toString() {
    return code + " " + reason;
  }
}
