package net.brim.api;

/** A status that says that something went wrong: of the client's or of the server's. */
@SuppressWarnings("serial") // the version of each is that of Brim
public abstract class HttpError extends HttpException {

  HttpError(Status status) {
    super(status);
  }

  HttpError(Status status, String text) {
    super(status, text);
  }

  HttpError(Response response) {
    super(response);
  }
}
