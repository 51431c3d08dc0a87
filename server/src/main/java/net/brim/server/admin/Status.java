package net.brim.server.admin;

/** The statuses that are answered here. */
enum Status {
  OK(200, "OK"),
  BAD_REQUEST(400, "Bad Request"),
  NOT_FOUND(404, "Not Found"),
  METHOD_NOT_ALLOWED(405, "Method Not Allowed"),
  TIMEOUT(408, "Request Timeout"),
  HEAD_TOO_LARGE(431, "Request Header Fields Too Large"),
  UNAVAILABLE(503, "Service Unavailable"),
  VERSION_NOT_SUPPORTED(505, "HTTP Version Not Supported");

  private final int code;
  private final String reason;

  Status(int code, String reason) {
    this.code = code;
    this.reason = reason;
  }

  /** As in a status line. */
  String line() {
    return code + " " + reason;
  }
}
