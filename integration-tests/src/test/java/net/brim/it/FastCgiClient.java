package net.brim.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** A web server that speaks FastCGI, and says what no real one would where a test wants it. */
final class FastCgiClient implements AutoCloseable {

  static final int RESPONDER = 1;
  static final int KEEP = 1;

  /** A record as it came. */
  record Answer(int type, int id, String content) {}

  /** All that came about one request. */
  record Reply(String out, int appStatus, int protocolStatus) {

    CgiResponse response() {
      assertEquals(0, appStatus, "app status");
      assertEquals(0, protocolStatus, "protocol status");
      return CgiResponse.of(out);
    }
  }

  private final RawClient client;

  FastCgiClient(int port) throws IOException {
    client = RawClient.connect(port);
  }

  RawClient raw() {
    return client;
  }

  // --- what is sent ---

  FastCgiClient send(byte[] bytes) throws IOException {
    client.send(bytes);
    return this;
  }

  static byte[] record(int type, int id, byte... content) {
    return header(1, type, id, content, content.length % 9);
  }

  static byte[] header(int version, int type, int id, byte[] content, int padding) {
    var out = new ByteArrayOutputStream();
    out.write(version);
    out.write(type);
    out.write(id >> 8);
    out.write(id);
    out.write(content.length >> 8);
    out.write(content.length);
    out.write(padding);
    out.write(0);
    out.writeBytes(content);
    out.writeBytes(new byte[padding]);
    return out.toByteArray();
  }

  static byte[] begin(int id, int role, int flags) {
    return record(
        1,
        id,
        (byte) (role >> 8),
        (byte) role,
        (byte) flags,
        (byte) 0,
        (byte) 0,
        (byte) 0,
        (byte) 0,
        (byte) 0);
  }

  /** The variables of a request and more of them, as {@code A=b|C=d}. */
  static byte[] params(String method, String target, String length, String more) {
    return pairs(
        "REQUEST_METHOD=%s|REQUEST_URI=%s|CONTENT_LENGTH=%s|SERVER_PROTOCOL=HTTP/1.1%s"
            .formatted(method, target, length, more));
  }

  static byte[] pairs(String text) {
    var pairs = new ByteArrayOutputStream();
    for (String pair : text.split("\\|", -1)) {
      int equals = pair.indexOf('=');
      length(pairs, equals);
      length(pairs, pair.length() - equals - 1);
      pairs.writeBytes(
          (pair.substring(0, equals) + pair.substring(equals + 1)).getBytes(ISO_8859_1));
    }
    return pairs.toByteArray();
  }

  private static void length(ByteArrayOutputStream out, int length) {
    if (length > 127) {
      out.write(length >> 24 | 0x80);
      out.write(length >> 16);
      out.write(length >> 8);
    }
    out.write(length);
  }

  /** A whole request with its streams. */
  static byte[] request(int id, int flags, byte[] params, byte[] body) {
    var out = new ByteArrayOutputStream();
    out.writeBytes(begin(id, RESPONDER, flags));
    out.writeBytes(record(4, id, params));
    out.writeBytes(record(4, id));
    for (int at = 0; at < body.length; at += 60_000) {
      int end = Math.min(body.length, at + 60_000);
      out.writeBytes(record(5, id, java.util.Arrays.copyOfRange(body, at, end)));
    }
    out.writeBytes(record(5, id));
    return out.toByteArray();
  }

  /** A whole request without a body, on a connection that is kept. */
  static byte[] get(String target) {
    return request(1, KEEP, params("GET", target, "", ""), new byte[0]);
  }

  // --- what comes ---

  /** Reads one record, which must be padded to eight bytes. */
  Answer read() throws IOException {
    byte[] header = client.exactly(8);
    assertEquals(1, header[0], "version");
    int id = (header[2] & 0xff) << 8 | (header[3] & 0xff);
    int length = (header[4] & 0xff) << 8 | (header[5] & 0xff);
    int padding = header[6] & 0xff;
    assertEquals(0, (length + padding) % 8, "alignment");
    String content = new String(client.exactly(length), ISO_8859_1);
    client.exactly(padding);
    return new Answer(header[1], id, content);
  }

  /** Reads the records of a request to its end: nothing else may come. */
  Reply reply(int id) throws IOException {
    var out = new StringBuilder();
    boolean ended = false;
    while (true) {
      Answer answer = read();
      assertEquals(id, answer.id());
      if (answer.type() == 3) {
        assertTrue(ended || out.isEmpty(), "STDOUT has an end");
        int appStatus = answer.content().charAt(3);
        return new Reply(out.toString(), appStatus, answer.content().charAt(4));
      }
      assertEquals(6, answer.type());
      assertEquals(false, ended, "nothing comes behind the end of STDOUT");
      ended = answer.content().isEmpty();
      out.append(answer.content());
    }
  }

  CgiResponse response() throws IOException {
    return reply(1).response();
  }

  @Override
  public void close() throws IOException {
    client.close();
  }
}
