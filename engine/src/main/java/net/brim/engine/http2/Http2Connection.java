package net.brim.engine.http2;

import io.netty.channel.ChannelHandler;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import net.brim.engine.http.HttpContext;
import net.brim.engine.http.HttpSettings;
import net.brim.engine.hub.ClientGoneException;
import net.brim.engine.hub.Connection;
import net.brim.engine.hub.Hub;
import net.brim.engine.hub.Successor;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/2 connection from its preface to its end; what happens on its streams is the part of
 * {@link Streams}.
 *
 * <pre>
 *   bytes ──► FrameReader ──► Streams ──► Workers: a thread for each stream ──► the app
 *                                                        │ changed()
 *   bytes ◄── FrameWriter ◄── Sender ◄──── flush() ◄─────┘
 * </pre>
 *
 * <p>All of it is for the loop, save {@link #changed}.
 */
final class Http2Connection
    implements Successor, FrameReader.Listener, Sender.Listener, Http2Stream.Changes {

  /** What a field costs in a list beside its name and value (RFC 9113, section 6.5.2). */
  private static final int FIELD_OVERHEAD = 32;

  /** Says that a stream can carry a WebSocket (RFC 8441, section 3). */
  private static final int ENABLE_CONNECT_PROTOCOL = 8;

  /** Pseudo-header fields, of which {@code max_request_headers} does not speak. */
  private static final int PSEUDO_FIELDS = 5;

  /** A client that has us answer and does not read is let go at that many bytes. */
  private static final long MOST_UNREAD = 512 * 1024;

  private final HttpContext context;
  private final Connection connection;
  private final Hub hub;
  private final FrameWriter writer;
  private final Sender sender;
  private final Streams streams;
  private final Workers workers;
  private final Departure departure;
  private final Punctuality punctuality;
  private final Allowance allowance = new Allowance();
  private final FrameReader reader;

  /** Streams that their threads have changed. */
  private final Queue<Http2Stream> changes = new ConcurrentLinkedQueue<>();

  private boolean flushDue;
  private boolean inputEnded;
  private boolean over;

  Http2Connection(HttpContext context, Connection connection) {
    HttpSettings settings = context.settings();
    this.context = context;
    this.connection = connection;
    this.hub = connection.hub();
    this.writer = new FrameWriter(connection.allocator());
    this.departure = new Departure(hub, writer);
    this.punctuality = new Punctuality(hub, settings.headerTimeout());
    this.workers =
        new Workers(connection, () -> new StreamTask(context, connection), settings.http2Streams());
    long maxFields = maxFields(settings);
    writer.settings(
        Http2CodecUtil.SETTINGS_MAX_CONCURRENT_STREAMS,
        settings.http2Streams(),
        Http2CodecUtil.SETTINGS_MAX_HEADER_LIST_SIZE,
        maxFields,
        ENABLE_CONNECT_PROTOCOL,
        1);
    this.sender = new Sender(connection, writer, this);
    this.streams = new Streams(settings, writer, workers, allowance, departure, hub, sender, this);
    this.reader =
        new FrameReader(
            new FieldDecoder(maxFields),
            new FrameEvents(streams, sender, writer, departure),
            this,
            allowance,
            punctuality);
  }

  /**
   * What a field section may be at most: room for all that the limits allow, so that it is they
   * which say what is too much.
   */
  private static long maxFields(HttpSettings settings) {
    long most =
        (long) settings.maxHeaderSize()
            + settings.maxRequestLine()
            + FIELD_OVERHEAD * (mostFields(settings) + PSEUDO_FIELDS);
    return Math.min(most, Integer.MAX_VALUE);
  }

  /** There cannot be more than fit into the size of all together. */
  private static long mostFields(HttpSettings settings) {
    return Math.min(settings.maxHeaders(), settings.maxHeaderSize() / HeadReader.FIELD_OVERHEAD);
  }

  // --- the streams ---

  @Override
  public int streamWindow() {
    return sender.streamWindow();
  }

  @Override
  public void dataSent() {
    allowance.data();
  }

  @Override
  public void ended(Http2Stream stream) {
    streams.ended(stream);
  }

  @Override
  public void changed(Http2Stream stream) {
    changes.add(stream);
    Thread current = Thread.currentThread();
    if (hub.carriesThreads() && stream.isServedBy(current)) {
      flushLater();
    } else {
      hub.loop().execute(this::flush);
    }
  }

  private void flushLater() {
    if (!flushDue) {
      flushDue = true;
      connection.flushLater();
    }
  }

  // --- the connection ---

  @Override
  public ChannelHandler handler() {
    return reader;
  }

  @Override
  public void flush() {
    flushDue = false;
    if (over) {
      changes.clear();
      return;
    }
    try {
      Http2Stream stream;
      while ((stream = changes.poll()) != null) {
        if (streams.look(stream)) {
          sender.offer(stream);
        }
      }
      workers.start();
      sender.pump();
      settle();
    } catch (Http2Exception e) {
      broken(e);
    }
  }

  @Override
  public void tick(long clock) {
    if (over) {
      return;
    }
    allowance.tick();
    if (punctuality.isLate(clock)) {
      broken(
          Http2Exception.connectionError(
              Http2Error.ENHANCE_YOUR_CALM, "the preface, a frame or a request head is late"));
      return;
    }
    streams.tick(clock);
    departure.tick(clock, streams.last());
    flush();
  }

  @Override
  public void drain() {
    departure.begin();
    streams.drain();
    flush();
  }

  /** Ends the connection where that is wanted and nothing is lost by it. */
  private void settle() {
    if ((departure.isLeaving() || inputEnded) && streams.isEmpty()) {
      end();
    } else if (connection.surplus() > MOST_UNREAD) {
      broken(
          Http2Exception.connectionError(
              Http2Error.ENHANCE_YOUR_CALM, "the client does not read what it asked for"));
    }
  }

  private void end() {
    over = true;
    reader.end();
    sender.flush();
    connection.end();
  }

  // --- the reader ---

  @Override
  public void readComplete() {
    flush();
  }

  @Override
  public void writabilityChanged() {
    if (connection.sendable() > 0) {
      flush();
    }
  }

  @Override
  public void inputEnded() {
    inputEnded = true;
    streams.failUnread();
    flush();
  }

  @Override
  public void closed() {
    over = true;
    streams.fail(new ClientGoneException("before the response was sent"));
    workers.close();
    changes.clear();
    writer.close();
  }

  @Override
  public void broken(Http2Exception why) {
    if (over) {
      return;
    }
    context
        .logger()
        .info(
            "the HTTP/2 connection of {} ends: {}: {}",
            connection.remoteAddress(),
            why.error(),
            why.getMessage());
    streams.fail(new ClientGoneException("by breaking the rules of HTTP/2"));
    writer.goAway(streams.last(), why.error(), text(why.getMessage()));
    workers.close();
    end();
  }

  private static String text(@Nullable String message) {
    return message == null ? "" : message;
  }

  @Override
  public void faulty(Throwable fault) {
    if (!over) {
      over = true;
      reader.end();
      connection.fail(fault);
    }
  }

  @Override
  public void tooLarge(int stream, boolean endStream) throws Http2Exception {
    streams.tooLarge(stream, endStream);
  }

  @Override
  public void streamBroken(int stream, Http2Exception why) throws Http2Exception {
    streams.broken(stream, why.error(), text(why.getMessage()));
  }
}
