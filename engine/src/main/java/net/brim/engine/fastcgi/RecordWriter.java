package net.brim.engine.fastcgi;

import java.io.IOException;
import net.brim.engine.hub.ByteSink;

/**
 * Writes records, each whole: an app may write its response while another thread of it reads the
 * request, which can call for a record too.
 *
 * <p>Content goes in records of at most {@value #MOST} bytes, padded to a multiple of eight, as the
 * specification advises (FastCGI 1.0, section 3.3).
 */
final class RecordWriter {

  /** How a request ended (section 5.5). */
  enum End {
    COMPLETE(0),
    CANT_MULTIPLEX(1),
    UNKNOWN_ROLE(3);

    private final byte code;

    End(int code) {
      this.code = (byte) code;
    }
  }

  private static final int MOST = 65_528;
  private static final byte[] PADDING = new byte[8];

  private final ByteSink sink;

  RecordWriter(ByteSink sink) {
    this.sink = sink;
  }

  /** Sends a part of a response; no record at all where there are no bytes. */
  synchronized void stdout(int id, byte[] bytes, int offset, int count) throws IOException {
    int end = offset + count;
    for (int at = offset; at < end; at += MOST) {
      record(RecordType.STDOUT, id, bytes, at, Math.min(MOST, end - at));
    }
  }

  /** Sends the end of a response, and that its request is complete. */
  synchronized void complete(int id) throws IOException {
    record(RecordType.STDOUT, id, PADDING, 0, 0);
    end(id, End.COMPLETE);
  }

  /** Sends that a request is over. */
  synchronized void end(int id, End end) throws IOException {
    byte[] content = {0, 0, 0, 0, end.code, 0, 0, 0};
    record(RecordType.END_REQUEST, id, content, 0, content.length);
  }

  /** Answers a record about the connection whose type nobody knows. */
  synchronized void unknownType(int type) throws IOException {
    byte[] content = {(byte) type, 0, 0, 0, 0, 0, 0, 0};
    record(RecordType.UNKNOWN_TYPE, 0, content, 0, content.length);
  }

  /** Answers a question for values. */
  synchronized void values(byte[] pairs) throws IOException {
    record(RecordType.GET_VALUES_RESULT, 0, pairs, 0, pairs.length);
  }

  private void record(int type, int id, byte[] content, int offset, int count) throws IOException {
    int padding = -count & 7;
    byte[] header = {
      1,
      (byte) type,
      (byte) (id >> 8),
      (byte) id,
      (byte) (count >> 8),
      (byte) count,
      (byte) padding,
      0
    };
    sink.write(header, 0, header.length);
    if (count > 0) {
      sink.write(content, offset, count);
      sink.write(PADDING, 0, padding);
    }
  }
}
