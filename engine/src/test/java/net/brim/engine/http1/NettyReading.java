package net.brim.engine.http1;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.brim.engine.http.HttpSettings;
import org.jspecify.annotations.Nullable;

/** Reads with Netty's decoder, as strict as it can be set. */
final class NettyReading {

  private final List<Reading.One> requests = new ArrayList<>();
  private final StringBuilder body = new StringBuilder();
  private @Nullable HttpRequest request;
  private String stopped = "";

  private NettyReading() {}

  static Reading of(byte[] wire, HttpSettings limits) {
    var reading = new NettyReading();
    var decoder = new Decoder(limits);
    var channel = new EmbeddedChannel(decoder);
    try {
      channel.writeInbound(Unpooled.copiedBuffer(wire));
      reading.takeAll(channel);
      boolean begun = reading.request != null || decoder.actualReadableBytes() > 0;
      channel.finish();
      HttpObject rest = channel.readInbound(); // a head that has begun
      if (reading.stopped.isEmpty() && (begun || rest != null)) {
        reading.stopped = Reading.INCOMPLETE;
      }
      ReferenceCountUtil.release(rest);
    } finally {
      channel.finishAndReleaseAll();
    }
    return new Reading(reading.requests, reading.stopped);
  }

  private static HttpDecoderConfig strictest(HttpSettings limits) {
    return new HttpDecoderConfig()
        .setMaxInitialLineLength(limits.maxRequestLine())
        .setMaxHeaderSize(limits.maxHeaderSize())
        .setMaxChunkSize(1 << 20)
        .setChunkedSupported(true)
        .setAllowDuplicateContentLengths(false)
        .setValidateHeaders(true)
        .setStrictLineParsing(true)
        .setUseRfc9112TransferEncoding(true);
  }

  /** Lets us see what it has yet to read. */
  private static final class Decoder extends HttpRequestDecoder {

    Decoder(HttpSettings limits) {
      super(strictest(limits));
    }

    @Override
    public int actualReadableBytes() {
      return super.actualReadableBytes();
    }
  }

  private void takeAll(EmbeddedChannel channel) {
    for (HttpObject part = channel.readInbound(); part != null; part = channel.readInbound()) {
      try {
        take(part);
      } finally {
        ReferenceCountUtil.release(part);
      }
    }
  }

  private void take(HttpObject part) {
    if (!stopped.isEmpty()) {
      return;
    }
    if (part.decoderResult().isFailure()) {
      stopped = String.valueOf(part.decoderResult().cause().getMessage());
      return;
    }
    if (part instanceof HttpRequest head) {
      request = head;
      body.setLength(0);
    }
    if (part instanceof HttpContent content) {
      body.append(content.content().toString(StandardCharsets.ISO_8859_1));
    }
    if (part instanceof LastHttpContent last && request != null) {
      requests.add(
          new Reading.One(
              request.method().name(),
              request.uri(),
              fields(request.headers()),
              body.toString(),
              fields(last.trailingHeaders())));
      request = null;
    }
  }

  private static List<String> fields(HttpHeaders headers) {
    var fields = new ArrayList<String>();
    headers.forEach(field -> fields.add(field.getKey() + "=" + field.getValue()));
    return fields;
  }
}
