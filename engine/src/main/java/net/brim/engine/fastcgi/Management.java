package net.brim.engine.fastcgi;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import net.brim.engine.http.MalformedRequest;
import net.brim.engine.hub.ByteSink;

/**
 * Deals with records that are not about the request under way (FastCGI 1.0, sections 3.3, 4 and
 * 5.5).
 */
final class Management {

  private final ByteSink sink;
  private final RecordWriter writer;
  private final int maxConnections;

  /**
   * For one connection.
   *
   * @param maxConnections that the server has open at once
   */
  Management(ByteSink sink, RecordWriter writer, int maxConnections) {
    this.sink = sink;
    this.writer = writer;
    this.maxConnections = maxConnections;
  }

  /**
   * Answers the record that was begun, or passes over it.
   *
   * @throws MalformedRequest where it makes no sense
   */
  void other(RecordReader record) throws IOException {
    if (record.id() == 0) {
      connection(record);
    } else if (record.type() == RecordType.BEGIN_REQUEST) {
      writer.end(record.id(), RecordWriter.End.CANT_MULTIPLEX);
      sink.flush();
    } else if (!RecordType.isOfRequest(record.type())) {
      throw record.violation("No web server sends a FastCGI record of type " + record.type() + ".");
    }
  }

  private void connection(RecordReader record) throws IOException {
    int type = record.type();
    if (type == RecordType.GET_VALUES) {
      var values = new ByteArrayOutputStream();
      NameValuePairs.read(record.content(), (name, value) -> answer(values, name));
      writer.values(values.toByteArray());
    } else if (RecordType.isOfRequest(type)) {
      throw record.violation("A FastCGI record of type " + type + " is about no request.");
    } else {
      writer.unknownType(type);
    }
    sink.flush();
  }

  private void answer(ByteArrayOutputStream values, String name) {
    switch (name) {
      case "FCGI_MAX_CONNS", "FCGI_MAX_REQS" ->
          NameValuePairs.write(values, name, Integer.toString(maxConnections));
      case "FCGI_MPXS_CONNS" -> NameValuePairs.write(values, name, "0");
      default -> {} // As the specification has it, what we do not know is left out.
    }
  }
}
