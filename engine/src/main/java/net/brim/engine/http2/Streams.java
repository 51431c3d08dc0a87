package net.brim.engine.http2;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import net.brim.api.Status;
import net.brim.engine.http.HttpSettings;
import net.brim.engine.http.MalformedRequest;
import net.brim.engine.http.RequestBody;
import net.brim.engine.hub.ClientGoneException;
import net.brim.engine.hub.Hub;
import net.brim.engine.hub.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The streams of one connection, from their opening to their end. For the loop.
 *
 * <pre>
 *   open() ──► in the table, waits for a thread ──► served ──► ended() ──► close()
 *                                                                └─ the body is not complete ─► discarded, then close()
 *   broken(), reset(), late, fail() ─────────────────────────────────────► close()
 * </pre>
 */
final class Streams {

  /** What the bodies of all requests together may take that no app has read. */
  private static final int CONNECTION_WINDOW = 1024 * 1024;

  /** What a body may take that an app is reading; one that no app reads has less. */
  private static final int WANTED_WINDOW = 256 * 1024;

  /** How long a client may take to end a body that nobody wants any more. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final HttpSettings settings;
  private final FrameWriter writer;
  private final Workers workers;
  private final Allowance allowance;
  private final Departure departure;
  private final StreamTable table = new StreamTable();
  private final ReceiveWindow window = new ReceiveWindow();
  private final Hub hub;
  private final Sender sender;
  private final Http2Stream.Changes changes;
  private long idleDeadline;
  private boolean draining;

  Streams(
      HttpSettings settings,
      FrameWriter writer,
      Workers workers,
      Allowance allowance,
      Departure departure,
      Hub hub,
      Sender sender,
      Http2Stream.Changes changes) {
    this.settings = settings;
    this.writer = writer;
    this.workers = workers;
    this.allowance = allowance;
    this.departure = departure;
    this.hub = hub;
    this.sender = sender;
    this.changes = changes;
    this.idleDeadline = hub.deadline(settings.keepaliveTimeout().toNanos());
    writer.windowUpdate(0, window.widen(CONNECTION_WINDOW));
  }

  boolean isEmpty() {
    return table.isEmpty();
  }

  /** The highest number of a stream so far. */
  int last() {
    return table.last();
  }

  @Nullable Http2Stream get(int id) {
    return table.get(id);
  }

  List<Http2Stream> all() {
    return table.all();
  }

  // --- heads ---

  /** A head on a stream that is not open. */
  void open(int id, FieldSection section, boolean endStream) throws Http2Exception {
    Http2Stream stream = admit(id, endStream);
    if (stream == null) {
      return;
    }
    try {
      stream.head(HeadReader.head(section, endStream, settings));
    } catch (MalformedRequest e) {
      stream.refusal(e);
    } catch (BrokenHead e) {
      charge(Allowance.STREAM);
      stream.refusal(e);
    }
  }

  /** A field section that was too large to be looked at. */
  void tooLarge(int id, boolean endStream) throws Http2Exception {
    var why =
        new MalformedRequest(Status.HEADER_FIELDS_TOO_LARGE, "The header fields are too large.");
    Http2Stream open = table.get(id);
    if (open != null) {
      close(open, Http2Error.PROTOCOL_ERROR, why);
      return;
    }
    Http2Stream stream = admit(id, endStream);
    if (stream != null) {
      stream.refusal(why);
    }
  }

  /** Opens a stream; null where that is not to be. */
  private @Nullable Http2Stream admit(int id, boolean endStream) throws Http2Exception {
    if (id % 2 == 0) {
      throw protocolError("stream %d is none that a client opens", id);
    }
    if (!table.isIdle(id)) {
      refuseClosed(id);
      return null;
    }
    if (cameTooLate(id)) {
      return null; // The client does it again on another connection.
    }
    table.opened(id);
    if (table.size() >= settings.http2Streams()) {
      writer.reset(id, Http2Error.REFUSED_STREAM);
      table.reset(id);
      charge(Allowance.STREAM);
      return null;
    }
    var stream = new Http2Stream(id, hub, changes, endStream, settings.timeout());
    if (draining) {
      stream.drain();
    }
    table.add(stream);
    workers.admit(stream);
    return stream;
  }

  /** What comes for a stream that we reset was sent before the client knew. */
  private void refuseClosed(int id) throws Http2Exception {
    if (table.wasReset(id)) {
      return;
    }
    if (table.wasSkipped(id)) {
      throw protocolError("stream %d is opened behind a higher one", id);
    }
    throw Http2Exception.connectionError(
        Http2Error.STREAM_CLOSED, "a head on stream %d, which is closed", id);
  }

  // --- bodies ---

  /** Content has arrived, of whatever stream. */
  void arrived(int count) throws Http2Exception {
    if (!window.receive(count)) {
      throw Http2Exception.connectionError(
          Http2Error.FLOW_CONTROL_ERROR, "more content than the window of the connection allows");
    }
  }

  /** Content for a stream that is not open. */
  void dataOnClosed(int id) throws Http2Exception {
    requireOpened(id, "content");
    charge(Allowance.FRAME);
    if (!table.wasReset(id) && !cameTooLate(id)) {
      broken(id, Http2Error.STREAM_CLOSED, "content on a closed stream");
    }
  }

  /** Content of an open stream, which its window allows. */
  void receive(Http2Stream stream, ByteBuf data, int padding, boolean endStream)
      throws Http2Exception {
    int count = data.readableBytes();
    stream.receive(data);
    read(stream, stream.isDiscarding() ? padding + count : padding);
    long announced = announced(stream);
    if (announced >= 0 && stream.received() > announced) {
      malformed(stream, MalformedRequest.malformed("The content is longer than announced."));
    } else if (endStream) {
      end(stream, null);
    } else if (stream.isDiscarding() && stream.discarded() > RequestBody.MOST_DISCARDED) {
      close(stream, Http2Error.NO_ERROR, over());
    }
  }

  /** The body of an open stream is complete, with trailers perhaps. */
  void end(Http2Stream stream, @Nullable FieldSection trailers) throws Http2Exception {
    long announced = announced(stream);
    if (announced >= 0 && stream.received() != announced) {
      malformed(stream, MalformedRequest.malformed("The content is shorter than announced."));
      return;
    }
    try {
      stream.endRemote(trailers == null ? null : HeadReader.trailers(trailers, settings));
    } catch (MalformedRequest e) {
      malformed(stream, e);
    } catch (BrokenHead e) {
      malformed(stream, MalformedRequest.malformed(String.valueOf(e.getMessage())));
    }
    if (stream.isDiscarding()) {
      close(stream, null, over());
    }
  }

  private void malformed(Http2Stream stream, MalformedRequest why) throws Http2Exception {
    charge(Allowance.STREAM);
    close(stream, Http2Error.PROTOCOL_ERROR, why);
  }

  private static long announced(Http2Stream stream) {
    RequestHead head = stream.head();
    return head == null ? -1 : head.contentLength();
  }

  /** Bytes of a stream were read or thrown away. */
  private void read(Http2Stream stream, int count) {
    returned(stream.window().take(count));
    if (stream.isRemoteOpen()) {
      int increment = stream.window().giveBack();
      if (increment > 0) {
        writer.windowUpdate(stream.id(), increment);
      }
    }
  }

  /** Bytes that arrived on the connection take no memory any more. */
  void returned(int count) {
    var _ = window.take(count);
    int increment = window.giveBack();
    if (increment > 0) {
      writer.windowUpdate(0, increment);
    }
  }

  // --- what the threads do ---

  /** Looks at what the thread of a stream has done; false where it is closed. */
  boolean look(Http2Stream stream) {
    stream.look();
    read(stream, stream.taken());
    if (table.get(stream.id()) != stream) {
      return false;
    }
    Http2Error why = stream.aborted();
    if (why != null) {
      close(stream, why, new ClientGoneException("by a reset of ours"));
      return false;
    }
    if (stream.isWanting() && stream.isRemoteOpen()) {
      int increment = stream.window().widen(WANTED_WINDOW);
      if (increment > 0) {
        writer.windowUpdate(stream.id(), increment);
      }
    }
    stream.expectProgress();
    return true;
  }

  /**
   * The whole response went out. A client that is not done with its request may finish, where
   * little is left: many take a reset for a failure, even one that says otherwise.
   */
  void ended(Http2Stream stream) {
    allowance.response();
    if (!stream.isRemoteOpen()) {
      close(stream, null, over());
    } else if (announced(stream) - stream.received() > RequestBody.MOST_DISCARDED) {
      close(stream, Http2Error.NO_ERROR, over());
    } else {
      stream.discard(hub.deadline(Math.min(PATIENCE.toNanos(), settings.timeout().toNanos())));
      read(stream, stream.window().unread());
    }
  }

  private static IOException over() {
    return new ClientGoneException("when all was said");
  }

  // --- ends ---

  /** The client has reset a stream. */
  void reset(int id) throws Http2Exception {
    Http2Stream stream = table.get(id);
    if (stream == null) {
      requireOpened(id, "a reset");
      return;
    }
    if (!stream.isDiscarding()) {
      charge(Allowance.STREAM);
    }
    close(stream, null, new ClientGoneException("by a reset of the stream"));
  }

  /** A mistake of the client's that costs it the stream, and us an answer. */
  void broken(int id, Http2Error error, String what) throws Http2Exception {
    charge(Allowance.STREAM);
    if (cameTooLate(id)) {
      return;
    }
    Http2Stream stream = table.get(id);
    if (stream != null) {
      close(stream, error, MalformedRequest.malformed(what));
    } else if (table.isIdle(id)) {
      throw Http2Exception.connectionError(error, "stream %d, which is not open: %s", id, what);
    } else {
      writer.reset(id, error);
      table.reset(id);
    }
  }

  /** Nothing but a head and a priority comes on a stream that is not open yet. */
  void requireOpened(int id, String what) throws Http2Exception {
    if (table.isIdle(id) && !cameTooLate(id)) {
      throw protocolError(what + " for stream %d, which is not open", id);
    }
  }

  /** Whether all that comes on that stream is passed over: the client did not know that we left. */
  private boolean cameTooLate(int id) {
    return id % 2 != 0 && departure.excludes(id);
  }

  /**
   * Closes a stream.
   *
   * @param reset what the client is told; null where it knows
   * @param why its thread can read and write no more
   */
  private void close(Http2Stream stream, @Nullable Http2Error reset, IOException why) {
    if (!table.remove(stream)) {
      return;
    }
    if (reset != null) {
      writer.reset(stream.id(), reset);
      table.reset(stream.id());
    }
    stream.fail(why);
    sender.dismiss(stream);
    workers.dismiss(stream);
    returned(stream.window().take(stream.window().unread()));
    idleDeadline = hub.deadline(settings.keepaliveTimeout().toNanos());
  }

  /** The server goes away, which those are told that last. */
  void drain() {
    draining = true;
    table.all().forEach(Http2Stream::drain);
  }

  /** The connection is over for all of them. */
  void fail(IOException why) {
    for (Http2Stream stream : table.all()) {
      close(stream, null, why);
    }
  }

  /** The client says nothing more: bodies that are not complete never will be. */
  void failUnread() {
    for (Http2Stream stream : table.all()) {
      if (stream.isRemoteOpen()) {
        close(
            stream, Http2Error.CANCEL, new ClientGoneException("in the middle of a request body"));
      }
    }
  }

  void tick(long clock) {
    if (table.isEmpty()) {
      if (clock >= idleDeadline) {
        departure.begin();
      }
      return;
    }
    for (Http2Stream stream : table.all()) {
      if (stream.isLate(clock)) {
        if (stream.isDiscarding()) {
          close(stream, Http2Error.NO_ERROR, over());
        } else {
          close(stream, Http2Error.CANCEL, new TimeoutException("waiting for the client to read"));
        }
      }
    }
  }

  private void charge(int cost) throws Http2Exception {
    if (!allowance.charge(cost)) {
      throw Http2Exception.connectionError(
          Http2Error.ENHANCE_YOUR_CALM, "too many streams that were opened for nothing");
    }
  }

  private static Http2Exception protocolError(String format, int id) {
    return Http2Exception.connectionError(Http2Error.PROTOCOL_ERROR, format, id);
  }
}
