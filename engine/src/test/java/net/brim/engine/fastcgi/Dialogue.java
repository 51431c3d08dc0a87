package net.brim.engine.fastcgi;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.brim.engine.cgi.CgiHead;
import net.brim.engine.http.HttpSettings;
import net.brim.engine.http.MalformedRequest;
import net.brim.engine.hub.ByteSink;
import net.brim.engine.hub.ByteSource;
import net.brim.engine.hub.ClientGoneException;

/** What one request, number 1, was read as, and what was answered beside it. */
final class Dialogue {

  private static final HttpSettings LIMITS = HttpSettings.DEFAULT;

  /** Keeps all that is sent. */
  private static final class Sent implements ByteSink {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public void write(byte[] array, int offset, int length) {
      bytes.write(array, offset, length);
    }

    @Override
    public void flush() {}
  }

  private Dialogue() {}

  /** Reads the streams of a request that has begun: a line for its head, its body, its end. */
  static List<String> read(ByteSource source) {
    var lines = new ArrayList<String>();
    var sent = new Sent();
    var reader = new RecordReader(source);
    var management = new Management(sent, new RecordWriter(sent), 7);
    var streams = new RequestStreams(reader, management, LIMITS, 1);
    try {
      CgiHead head = streams.params();
      lines.add(head.method() + " " + head.target().text() + " " + head.contentLength());
      try (var body = new StdinBody(reader, streams, head.contentLength(), 1000)) {
        body.begin();
        lines.add(new String(body.readAllBytes(), StandardCharsets.ISO_8859_1));
        lines.add("length " + body.announced());
      }
    } catch (MalformedRequest e) {
      lines.add(e.status().code() + " " + e.getMessage());
    } catch (ClientGoneException e) {
      lines.add(streams.aborted() ? "aborted" : "incomplete");
    } catch (IOException e) {
      lines.add("unexpected " + e);
    }
    lines.addAll(records(sent.bytes.toByteArray()));
    return lines;
  }

  /** Each record as its type, number and content. */
  static List<String> records(byte[] bytes) {
    var records = new ArrayList<String>();
    for (int at = 0; at < bytes.length; ) {
      int length = (bytes[at + 4] & 0xff) << 8 | (bytes[at + 5] & 0xff);
      int id = (bytes[at + 2] & 0xff) << 8 | (bytes[at + 3] & 0xff);
      String content = new String(bytes, at + 8, length, StandardCharsets.ISO_8859_1);
      records.add("record " + bytes[at + 1] + " " + id + " " + content);
      at += 8 + length + (bytes[at + 6] & 0xff);
      if (at % 8 != 0) {
        throw new IllegalStateException("a record is not padded to eight bytes");
      }
    }
    return records;
  }
}
