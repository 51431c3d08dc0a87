package net.brim.engine.http2;

import java.io.IOException;
import java.time.Duration;
import net.brim.api.Headers;
import net.brim.engine.http.HttpSettings;
import net.brim.engine.http.MalformedRequest;
import net.brim.engine.http.RequestBody;

/**
 * The body of a request as its stream brings it. That it is as long as announced is looked after
 * where it arrives.
 */
final class Http2Body extends RequestBody {

  private final Http2Stream stream;
  private final long announced;
  private final Duration timeout;
  private final long most;
  private boolean invite;
  private boolean finished;
  private long read;

  Http2Body(Http2Stream stream, RequestHead head, HttpSettings limits) {
    this.stream = stream;
    this.announced = head.contentLength();
    this.timeout = limits.timeout();
    this.most = limits.maxBodySize();
    this.invite = head.expectContinue();
    this.finished = announced == 0;
  }

  @Override
  public boolean finished() {
    return finished;
  }

  @Override
  public long announced() {
    return announced;
  }

  @Override
  public Headers trailers() {
    return finished ? stream.trailers() : super.trailers();
  }

  @Override
  public int available() {
    return stream.limit() - stream.position();
  }

  @Override
  protected int readSome(byte[] into, int offset, int length) throws IOException {
    if (finished) {
      return -1;
    }
    if (available() == 0 && !await()) {
      finished = true;
      return -1;
    }
    int count = Math.min(length, available());
    System.arraycopy(stream.array(), stream.position(), into, offset, count);
    stream.skip(count);
    read += count;
    if (read > most) {
      throw MalformedRequest.tooLong(most);
    }
    return count;
  }

  private boolean await() throws IOException {
    if (invite) {
      invite = false;
      stream.sendContinue();
    }
    stream.readWithin(timeout, false);
    return stream.more();
  }
}
