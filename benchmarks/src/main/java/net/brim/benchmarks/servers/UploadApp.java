package net.brim.benchmarks.servers;

import java.io.IOException;
import java.io.InputStream;
import net.brim.api.Conf;
import net.brim.api.HttpApp;
import net.brim.api.Request;
import net.brim.api.Response;
import net.brim.api.form.Forms;
import net.brim.api.form.Multipart;
import net.brim.api.form.Part;

/** Counts the bytes of the parts of a form. */
public final class UploadApp implements HttpApp {

  private static final int BUFFER = 16 * 1024;

  /** What {@code call =} asks for. */
  public UploadApp(String name, Conf conf, HttpApp next) {}

  @Override
  public Response handle(Request request) throws IOException {
    Multipart form = Forms.multipart(request);
    long bytes = 0;
    for (Part part; (part = form.next()) != null; ) {
      bytes += count(part.body());
    }
    return Response.text(Long.toString(bytes));
  }

  private static long count(InputStream in) throws IOException {
    byte[] buffer = new byte[BUFFER];
    long bytes = 0;
    for (int read; (read = in.read(buffer)) >= 0; ) {
      bytes += read;
    }
    return bytes;
  }
}
