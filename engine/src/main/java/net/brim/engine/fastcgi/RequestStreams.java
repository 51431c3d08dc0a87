package net.brim.engine.fastcgi;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import net.brim.engine.cgi.CgiHead;
import net.brim.engine.cgi.CgiVariables;
import net.brim.engine.http.HttpSettings;
import net.brim.engine.http.MalformedRequest;
import net.brim.engine.hub.ClientGoneException;

/**
 * The streams of one request, picked out of all records of its connection: first PARAMS, then
 * STDIN, each ended by a record without content (FastCGI 1.0, sections 5.2 and 5.3).
 *
 * <pre>
 *   BEGIN_REQUEST ──► PARAMS … ──► PARAMS, empty ──► STDIN … ──► STDIN, empty
 *         between any of them:  ABORT_REQUEST            the web server's client has left
 *                               DATA                     passed over
 *                               another BEGIN_REQUEST    refused: one request at a time
 *                               about the connection     answered
 *                               about other requests     passed over
 * </pre>
 */
final class RequestStreams {

  private final RecordReader reader;
  private final Management management;
  private final HttpSettings limits;
  private final int id;
  private boolean aborted;

  RequestStreams(RecordReader reader, Management management, HttpSettings limits, int id) {
    this.reader = reader;
    this.management = management;
    this.limits = limits;
    this.id = id;
  }

  /** Whether the web server has called the request off. */
  boolean aborted() {
    return aborted;
  }

  /**
   * Reads the head of the request.
   *
   * @throws MalformedRequest with the status to answer
   */
  CgiHead params() throws IOException {
    var block = new ByteArrayOutputStream();
    int most = CgiHead.mostBytes(limits);
    for (next(RecordType.PARAMS); reader.length() > 0; next(RecordType.PARAMS)) {
      if (reader.length() > most - block.size()) {
        throw CgiHead.tooLong(limits);
      }
      block.writeBytes(reader.content());
    }
    var variables = new CgiVariables();
    NameValuePairs.read(block.toByteArray(), variables::add);
    return CgiHead.of(variables, limits);
  }

  /** Reads up to the content of the next STDIN record; false where that is the empty one. */
  boolean nextStdin() throws IOException {
    next(RecordType.STDIN);
    return reader.length() > 0;
  }

  /**
   * Looks at what came behind the end of STDIN, without waiting.
   *
   * @throws ClientGoneException where the web server has called the request off
   */
  void lookAhead() throws IOException {
    while (reader.nextHasArrived()) {
      reader.next();
      if (isOurs()) {
        throw unexpected();
      }
    }
  }

  /** Reads up to the content of the next record of that type. */
  private void next(int type) throws IOException {
    do {
      reader.next();
    } while (!isOurs());
    if (reader.type() != type) {
      throw unexpected();
    }
  }

  /** Whether the record is of a stream of ours; all others are dealt with here. */
  private boolean isOurs() throws IOException {
    if (reader.id() != id) {
      management.other(reader);
      return false;
    }
    if (reader.type() == RecordType.ABORT_REQUEST) {
      aborted = true;
      throw new ClientGoneException("and the web server called the request off");
    }
    return reader.type() != RecordType.DATA;
  }

  private MalformedRequest unexpected() {
    return reader.violation(
        "A FastCGI record of type "
            + reader.type()
            + " came where the request has no place for it.");
  }
}
