package documents;

import java.nio.file.Files;
import java.nio.file.Path;
import net.brim.api.Conf;
import net.brim.api.ConfException;
import net.brim.api.HttpApp;
import net.brim.api.Request;
import net.brim.api.Response;
import net.brim.api.Status;
import net.brim.api.Validators;

/** Serves one file: whole, in ranges, or not again to who has it already. */
public final class Documents implements HttpApp {

  private final HttpApp next;
  private final String path;
  private final Path file;

  public Documents(String name, Conf conf, HttpApp next) {
    this.next = next;
    this.path = conf.get(name, "path", "/document");
    this.file = conf.getPath(name, "file");
    if (file == null) {
      throw new ConfException("[" + name + "] you must configure a file to serve.");
    }
  }

  @Override
  public Response handle(Request request) throws Exception {
    if (!request.path().equals(path)) {
      return next.handle(request);
    }
    Response document =
        Response.of(Status.OK)
            .header("Content-Type", "text/plain; charset=utf-8")
            .body(file, 0, Files.size(file))
            .asCompressible(); // There is no secret in it.
    return Validators.ofFile(file).apply(request, document);
  }
}
