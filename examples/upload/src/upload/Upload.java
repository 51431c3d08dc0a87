package upload;

import java.io.IOException;
import java.io.InputStream;
import net.brim.api.ClientError.MethodNotAllowed;
import net.brim.api.Conf;
import net.brim.api.HttpApp;
import net.brim.api.PercentEncoding;
import net.brim.api.Request;
import net.brim.api.Response;
import net.brim.api.Status;
import net.brim.api.form.FormLimits;
import net.brim.api.form.Forms;
import net.brim.api.form.Multipart;
import net.brim.api.form.Part;
import java.util.List;

/** Takes files of any length and tells how long they were; none of them is ever in memory. */
public final class Upload implements HttpApp {

  private static final int FIELD_BYTES = 4096;
  private static final String PAGE =
      """
      <!DOCTYPE html>
      <meta charset="utf-8">
      <title>Upload</title>
      <form method="post" enctype="multipart/form-data">
        <p><label>A note <input name="note"></label>
        <p><label>Files <input name="files" type="file" multiple></label>
        <p><button>Upload</button>
      </form>
      """;

  private final HttpApp next;
  private final String path;
  private final FormLimits limits;

  public Upload(String name, Conf conf, HttpApp next) {
    this.next = next;
    this.path = conf.get(name, "path", "/upload");
    this.limits =
        FormLimits.DEFAULT
            .bytes(conf.getSize(name, "max_bytes", Long.MAX_VALUE))
            .parts(conf.getInt(name, "max_parts", 100));
  }

  @Override
  public Response handle(Request request) throws Exception {
    if (!request.path().equals(path)) {
      return next.handle(request);
    }
    return switch (request.method()) {
      case "GET", "HEAD" -> Response.of(Status.OK).text("text/html; charset=utf-8", PAGE);
      case "POST" -> Response.text(receive(Forms.multipart(request, limits)));
      default -> throw new MethodNotAllowed(List.of("GET", "HEAD", "POST"));
    };
  }

  /** A line for each part. What the client sent is shown percent-encoded: it may be anything. */
  private static String receive(Multipart form) throws IOException {
    var lines = new StringBuilder();
    for (Part part; (part = form.next()) != null; ) {
      lines.append(PercentEncoding.quote(part.name()));
      String file = part.fileName();
      if (file == null) {
        lines.append(" is ").append(PercentEncoding.quote(part.text(FIELD_BYTES)));
      } else {
        lines.append(' ').append(PercentEncoding.quote(file));
        lines.append(" has ").append(count(part.body())).append(" bytes");
      }
      lines.append('\n');
    }
    return lines.toString();
  }

  /** Files.copy(in, path) would store them as well as this counts them. */
  private static long count(InputStream in) throws IOException {
    byte[] buffer = new byte[16 * 1024];
    long bytes = 0;
    for (int read; (read = in.read(buffer)) >= 0; ) {
      bytes += read;
    }
    return bytes;
  }
}
