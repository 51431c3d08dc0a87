package net.brim.api.form;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import net.brim.api.ClientError;
import net.brim.api.HeaderList;
import net.brim.api.Headers;
import org.jspecify.annotations.Nullable;

/** One part of a multipart body; it can be read until {@link Multipart#next} goes on. */
public final class Part {

  private final HeaderList headers;
  private final String name;
  private final @Nullable String fileName;
  private final Content content;

  private Part(HeaderList headers, String name, @Nullable String fileName, Content content) {
    this.headers = headers;
    this.name = name;
    this.fileName = fileName;
    this.content = content;
  }

  static Part of(HeaderList headers, DelimitedInput input, boolean isForm) {
    var dispositions = headers.all("Content-Disposition");
    if (dispositions.size() > 1) {
      throw new ClientError.BadRequest("A part has two Content-Dispositions.\n");
    }
    HeaderAttributes disposition =
        HeaderAttributes.parse(dispositions.isEmpty() ? "" : dispositions.getFirst());
    String name = text(disposition.get("name"));
    if (isForm && (!disposition.value().equals("form-data") || name == null)) {
      throw new ClientError.BadRequest("A part of the form has no name.\n");
    }
    return new Part(
        headers, name == null ? "" : name, text(disposition.get("filename")), new Content(input));
  }

  /**
   * Browsers send names in UTF-8, with three characters encoded that would end a name or a line.
   */
  private static @Nullable String text(@Nullable String sent) {
    return sent == null
        ? null
        : new String(sent.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8)
            .replace("%22", "\"")
            .replace("%0D", "\r")
            .replace("%0A", "\n");
  }

  /** The header fields. */
  public Headers headers() {
    return headers;
  }

  /** The name of the field in the form; empty in a body that is no form. */
  public String name() {
    return name;
  }

  /**
   * The name that the file has at the client; null where the part is no file.
   *
   * <p>Whatever the client likes: slashes, line ends, markup. Never a path of ours.
   */
  public @Nullable String fileName() {
    return fileName;
  }

  /** The media type; {@code text/plain} where the client sends none. */
  public String contentType() {
    return headers.get("Content-Type", "text/plain");
  }

  /** The content; it ends with the part, and closing it does nothing. */
  public InputStream body() {
    return content;
  }

  /**
   * Reads the rest of the content.
   *
   * @param limit in bytes; a longer one ends the request with 413
   */
  public byte[] bytes(int limit) throws IOException {
    return new CappedInputStream(content, limit).readAllBytes();
  }

  /**
   * Reads the rest of the content as text: in UTF-8, or in the charset of {@link #contentType()}.
   *
   * @param limit in bytes; a longer one ends the request with 413
   */
  public String text(int limit) throws IOException {
    Charset charset = charset();
    return new String(bytes(limit), charset);
  }

  private Charset charset() {
    String named = HeaderAttributes.parse(contentType()).get("charset");
    try {
      return named == null ? StandardCharsets.UTF_8 : Charset.forName(named);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      throw new ClientError.UnsupportedMediaType("A part is in a charset that is not known.\n");
    }
  }

  /** From now on the content cannot be read. */
  void end() {
    content.ended = true;
  }

  @Override
  public String toString() {
    return "part '%s'".formatted(name);
  }

  /** The bytes up to the next delimiter. */
  private static final class Content extends InputStream {

    private final DelimitedInput input;
    private boolean ended;

    Content(DelimitedInput input) {
      this.input = input;
    }

    @Override
    public int read() throws IOException {
      check();
      return input.data() == 0 ? -1 : input.take();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      check();
      if (length == 0) {
        return 0;
      }
      int data = input.data();
      return data == 0 ? -1 : input.take(into, offset, Math.min(length, data));
    }

    @Override
    public long skip(long n) throws IOException {
      check();
      long left = n;
      for (int data; left > 0 && (data = input.data()) > 0; ) {
        left -= input.drop((int) Math.min(left, data));
      }
      return Math.max(0, n) - Math.max(0, left);
    }

    @Override
    public long transferTo(OutputStream out) throws IOException {
      check();
      long transferred = 0;
      for (int data; (data = input.data()) > 0; ) {
        transferred += input.give(out, data);
      }
      return transferred;
    }

    @Override
    public int available() {
      return ended ? 0 : input.available();
    }

    private void check() throws IOException {
      if (ended) {
        throw new IOException("the form has gone on to the next part");
      }
    }
  }
}
