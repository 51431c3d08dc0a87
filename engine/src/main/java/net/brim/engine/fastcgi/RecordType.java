package net.brim.engine.fastcgi;

/** The types of records (FastCGI 1.0, section 8). */
final class RecordType {

  static final int BEGIN_REQUEST = 1;
  static final int ABORT_REQUEST = 2;
  static final int END_REQUEST = 3;
  static final int PARAMS = 4;
  static final int STDIN = 5;
  static final int STDOUT = 6;
  static final int DATA = 8;
  static final int GET_VALUES = 9;
  static final int GET_VALUES_RESULT = 10;
  static final int UNKNOWN_TYPE = 11;

  private RecordType() {}

  /** Whether a web server may send such a record about a request. */
  static boolean isOfRequest(int type) {
    return switch (type) {
      case BEGIN_REQUEST, ABORT_REQUEST, PARAMS, STDIN, DATA -> true;
      default -> false;
    };
  }
}
