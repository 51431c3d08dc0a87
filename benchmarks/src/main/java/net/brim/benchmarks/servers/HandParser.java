package net.brim.benchmarks.servers;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the empty line that ends a head and believes the rest; no server could do less. The
 * first letter of the path says what is asked for, and a POST is an echo. All runs on one loop.
 */
final class HandParser extends ChannelInboundHandlerAdapter {

  private static final int PATH = "GET /".length();
  private static final byte[] LENGTH_FIELD =
      "\r\ncontent-length:".getBytes(StandardCharsets.US_ASCII);

  private static byte[] hello = {};
  private static byte[] text = {};
  private static byte[] json = {};
  private static long headSecond;

  private @Nullable ByteBuf incomplete;
  private ByteBuf out = Unpooled.EMPTY_BUFFER;

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf in = (ByteBuf) message;
    if (incomplete != null) {
      in = incomplete.writeBytes(in);
      ((ByteBuf) message).release();
      incomplete = null;
    }
    refreshHeads();
    // A short answer is three times as long as what asks for it.
    out = context.alloc().directBuffer(4 * Math.min(in.readableBytes(), 4096));
    answerAll(context, in);
    context.write(out, context.voidPromise());
    out = Unpooled.EMPTY_BUFFER;
    if (in.isReadable()) {
      incomplete = context.alloc().buffer(2 * in.readableBytes()).writeBytes(in);
    }
    in.release();
  }

  private void answerAll(ChannelHandlerContext context, ByteBuf in) {
    int start = in.readerIndex();
    for (int end = endOfHead(in, start); end > 0; end = endOfHead(in, start)) {
      if (in.getByte(start) == 'P') {
        int length = contentLength(in, start, end);
        if (in.writerIndex() - end < length) {
          break;
        }
        writeLong(context, in.retainedSlice(end, length), length);
        end += length;
      } else {
        answer(context, in.getByte(start + PATH));
      }
      start = end;
    }
    in.readerIndex(start);
  }

  /** The index after the empty line, or -1 where it has not come yet. */
  private static int endOfHead(ByteBuf in, int start) {
    int matched = 0;
    for (int i = start; i < in.writerIndex(); i++) {
      byte b = in.getByte(i);
      matched = b == (matched % 2 == 0 ? '\r' : '\n') ? matched + 1 : b == '\r' ? 1 : 0;
      if (matched == 4) {
        return i + 1;
      }
    }
    return -1;
  }

  private static int contentLength(ByteBuf in, int start, int end) {
    int matched = 0;
    int i = start;
    while (i < end && matched < LENGTH_FIELD.length) {
      int b = in.getByte(i++);
      int lower = b >= 'A' && b <= 'Z' ? b + 32 : b;
      matched = lower == LENGTH_FIELD[matched] ? matched + 1 : b == '\r' ? 1 : 0;
    }
    int length = 0;
    for (; i < end && in.getByte(i) != '\r'; i++) {
      if (in.getByte(i) != ' ') {
        length = 10 * length + in.getByte(i) - '0';
      }
    }
    return length;
  }

  private void answer(ChannelHandlerContext context, byte kind) {
    switch (kind) {
      case 'j' -> {
        byte[] document = Payloads.json();
        out.writeBytes(json);
        writeNumber(document.length);
        out.writeBytes(document);
      }
      case 'l' -> writeLong(context, Unpooled.wrappedBuffer(Payloads.LARGE), Payloads.LARGE.length);
      default -> out.writeBytes(hello);
    }
  }

  /** A body that is not worth being copied behind its head. */
  private void writeLong(ChannelHandlerContext context, ByteBuf body, int length) {
    out.writeBytes(text);
    writeNumber(length);
    context.write(out, context.voidPromise());
    context.write(body, context.voidPromise());
    out = context.alloc().directBuffer(256);
  }

  private void writeNumber(int number) {
    out.writeCharSequence(Integer.toString(number), StandardCharsets.US_ASCII);
    out.writeBytes(new byte[] {'\r', '\n', '\r', '\n'});
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    context.flush();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (incomplete != null) {
      incomplete.release();
      incomplete = null;
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }

  private static void refreshHeads() {
    long second = System.currentTimeMillis() / 1000;
    if (second != headSecond) {
      headSecond = second;
      text = head("text/plain");
      json = head("application/json");
      String rest = Payloads.HELLO.length + "\r\n\r\n";
      hello = ByteBufUtil.getBytes(Unpooled.wrappedBuffer(text, ascii(rest), Payloads.HELLO));
    }
  }

  private static byte[] head(String type) {
    String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC));
    return ascii(
        "HTTP/1.1 200 OK\r\nContent-Type: %s\r\nDate: %s\r\nServer: Netty\r\nContent-Length: "
            .formatted(type, date));
  }

  private static byte[] ascii(String line) {
    return line.getBytes(StandardCharsets.US_ASCII);
  }
}
