package net.brim.engine.fastcgi;

import static net.brim.engine.http.MalformedRequest.malformed;

import java.io.IOException;
import net.brim.engine.http.MalformedRequest;
import net.brim.engine.http.RequestBody;

/** The body of a request: all of its STDIN, which must be as long as was said. */
final class StdinBody extends RequestBody {

  private final RecordReader reader;
  private final RequestStreams streams;
  private final long announced;
  private final long most;
  private long arrived;
  private boolean finished;

  /**
   * The body of which nothing is read yet.
   *
   * @param announced how long it is said to be in bytes, -1 where nothing is said
   * @param most how long it may be
   */
  StdinBody(RecordReader reader, RequestStreams streams, long announced, long most) {
    this.reader = reader;
    this.streams = streams;
    this.announced = announced;
    this.most = most;
  }

  /**
   * Where no length is said, or none, waits for the record that tells whether there is a body: what
   * follows the end of STDIN can be seen early then.
   */
  void begin() throws IOException {
    if (announced <= 0) {
      nextRecord();
    }
  }

  @Override
  public boolean finished() {
    return finished;
  }

  @Override
  public long announced() {
    return finished && arrived == 0 ? 0 : announced;
  }

  @Override
  protected int readSome(byte[] into, int offset, int length) throws IOException {
    if (finished || (reader.left() == 0 && !nextRecord())) {
      return -1;
    }
    return reader.read(into, offset, length);
  }

  @Override
  public int available() {
    return finished ? 0 : reader.available();
  }

  private boolean nextRecord() throws IOException {
    if (!streams.nextStdin()) {
      if (arrived < announced) {
        throw malformed("The body ended after %d of %d bytes.".formatted(arrived, announced));
      }
      finished = true;
      return false;
    }
    arrived += reader.length();
    if (announced >= 0 && arrived > announced) {
      throw malformed("The body is longer than the " + announced + " bytes announced.");
    }
    if (arrived > most) {
      throw MalformedRequest.tooLong(most);
    }
    return true;
  }
}
