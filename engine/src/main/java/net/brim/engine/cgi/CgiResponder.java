package net.brim.engine.cgi;

import java.io.IOException;
import net.brim.api.Response;
import net.brim.engine.http.AbstractResponder;
import net.brim.engine.http.RequestBody;
import net.brim.engine.hub.ClientGoneException;
import org.jspecify.annotations.Nullable;

/**
 * Sends responses to a web server: heads in the form that all gateway protocols share, content
 * without any framing of HTTP.
 */
public abstract class CgiResponder extends AbstractResponder {

  private boolean answersHead;
  private @Nullable RequestBody requestBody;

  /** Nothing is sent yet. */
  protected CgiResponder() {}

  /** Writes the bytes of a head. */
  protected abstract void writeHead(byte[] head) throws IOException;

  /** Whether the web server has gone. */
  protected abstract boolean gone();

  /** Forgets the response before; of the next request, nothing is known. */
  public void beginRequest() {
    begin();
    answersHead = false;
    requestBody = null;
  }

  /** Says which request the response is for. */
  public final void answering(CgiHead head, RequestBody body) {
    answersHead = head.method().equals("HEAD");
    requestBody = body;
  }

  @Override
  public void send(Response response) throws IOException {
    write(response);
  }

  @Override
  public void refuse(Response response) throws IOException {
    write(response);
  }

  @Override
  public @Nullable IOException requestFailure() {
    IOException failure = requestBody == null ? null : requestBody.failure();
    return failure == null && gone()
        ? new ClientGoneException("before the response began")
        : failure;
  }

  @Override
  protected final boolean answersHead() {
    return answersHead;
  }

  @Override
  protected final void writeHead(Response response, long length) throws IOException {
    int code = response.status().code();
    boolean bodiless = code == 204 || code == 304;
    writeHead(CgiHeadWriter.write(response, bodiless ? -1 : announced(response, length)));
  }
}
